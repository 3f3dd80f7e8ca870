/** Messages to people and machines, and the channels that they go by. */
@NullMarked
package dev.tocsin.notify;

import org.jspecify.annotations.NullMarked;
