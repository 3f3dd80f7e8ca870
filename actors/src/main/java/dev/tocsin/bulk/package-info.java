/** Many monitors changed at once: in the background, with what has come of it so far. */
@NullMarked
package dev.tocsin.bulk;

import org.jspecify.annotations.NullMarked;
