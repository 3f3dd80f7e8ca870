/** Clocks that agree with the store's, and timers that survive a jump of the wall clock. */
@NullMarked
package dev.tocsin.time;

import org.jspecify.annotations.NullMarked;
