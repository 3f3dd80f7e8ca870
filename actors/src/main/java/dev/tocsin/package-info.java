/** The business of Tocsin and its runtime. */
@NullMarked
package dev.tocsin;

import org.jspecify.annotations.NullMarked;
