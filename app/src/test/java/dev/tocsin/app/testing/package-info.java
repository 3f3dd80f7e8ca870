/** Whole processes and clusters for tests. */
@NullMarked
package dev.tocsin.app.testing;

import org.jspecify.annotations.NullMarked;
