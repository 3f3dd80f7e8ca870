/** Benchmarks: each starts the program as a user would, from outside, and prints its figures. */
@NullMarked
package dev.tocsin.bench;

import org.jspecify.annotations.NullMarked;
