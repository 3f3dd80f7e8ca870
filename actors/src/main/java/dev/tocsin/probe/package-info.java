/** One execution of a check: what is asked of a target, and what came back. */
@NullMarked
package dev.tocsin.probe;

import org.jspecify.annotations.NullMarked;
