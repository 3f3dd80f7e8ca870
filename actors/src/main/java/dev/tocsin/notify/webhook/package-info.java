/** Messages to other programs, as JSON that Tocsin describes itself. */
@NullMarked
package dev.tocsin.notify.webhook;

import org.jspecify.annotations.NullMarked;
