/** The table of everything small that people configured, whatever its kind. */
@NullMarked
package dev.tocsin.persistence.item;

import org.jspecify.annotations.NullMarked;
