/** The tables of what each day was. */
@NullMarked
package dev.tocsin.persistence.rollup;

import org.jspecify.annotations.NullMarked;
