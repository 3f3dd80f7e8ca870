/** The tables of what people configured. */
@NullMarked
package dev.tocsin.persistence.configuration;

import org.jspecify.annotations.NullMarked;
