/** Messages to telephones, by ntfy. */
@NullMarked
package dev.tocsin.notify.ntfy;

import org.jspecify.annotations.NullMarked;
