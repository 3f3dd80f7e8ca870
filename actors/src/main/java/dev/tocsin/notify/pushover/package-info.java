/** Messages to telephones, by Pushover. */
@NullMarked
package dev.tocsin.notify.pushover;

import org.jspecify.annotations.NullMarked;
