/** When what is watched is worked on, so that nobody is told of it meanwhile. */
@NullMarked
package dev.tocsin.maintenance;

import org.jspecify.annotations.NullMarked;
