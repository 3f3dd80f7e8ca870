/** Typed settings, read from a HOCON file and the environment. */
@NullMarked
package dev.tocsin.conf;

import org.jspecify.annotations.NullMarked;
