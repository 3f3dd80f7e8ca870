/** The program: its command line, and the parts of a node put together. */
@NullMarked
package dev.tocsin.app;

import org.jspecify.annotations.NullMarked;
