/** Real databases for tests, here and in the modules that stand on this one. */
@NullMarked
package dev.tocsin.persistence.testing;

import org.jspecify.annotations.NullMarked;
