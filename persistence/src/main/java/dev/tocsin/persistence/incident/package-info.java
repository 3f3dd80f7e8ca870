/** How incidents are kept in tables. */
@NullMarked
package dev.tocsin.persistence.incident;

import org.jspecify.annotations.NullMarked;
