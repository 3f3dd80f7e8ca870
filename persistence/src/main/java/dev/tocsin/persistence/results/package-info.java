/** The node's own log of results: append-only files that need no repair. */
@NullMarked
package dev.tocsin.persistence.results;

import org.jspecify.annotations.NullMarked;
