/** The tables of what the monitors' journals say. */
@NullMarked
package dev.tocsin.persistence.monitor;

import org.jspecify.annotations.NullMarked;
