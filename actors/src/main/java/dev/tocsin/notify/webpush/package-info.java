/** Messages to browsers, by the push service that each browser has (RFC 8030, 8291 and 8292). */
@NullMarked
package dev.tocsin.notify.webpush;

import org.jspecify.annotations.NullMarked;
