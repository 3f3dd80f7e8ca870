/** What each day of a monitor was: made once the day is over, and kept for years. */
@NullMarked
package dev.tocsin.rollup;

import org.jspecify.annotations.NullMarked;
