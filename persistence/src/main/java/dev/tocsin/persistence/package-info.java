/** The shared store: the database, its tables, and the ports of the business kept in them. */
@NullMarked
package dev.tocsin.persistence;

import org.jspecify.annotations.NullMarked;
