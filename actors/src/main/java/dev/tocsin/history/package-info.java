/** What was: every check's result, where it is kept, and what it says of a stretch of time. */
@NullMarked
package dev.tocsin.history;

import org.jspecify.annotations.NullMarked;
