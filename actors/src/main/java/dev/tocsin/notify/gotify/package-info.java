/** Messages to telephones, by a Gotify server. */
@NullMarked
package dev.tocsin.notify.gotify;

import org.jspecify.annotations.NullMarked;
