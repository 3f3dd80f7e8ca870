/**
 * Benchmarks: each prints its figures. They start the program as a user would, from outside; those
 * of checks drive the part that checks, beside other programs.
 */
@NullMarked
package dev.tocsin.bench;

import org.jspecify.annotations.NullMarked;
