/** Checks of databases: one connection, one query. */
@NullMarked
package dev.tocsin.probe.sql;

import org.jspecify.annotations.NullMarked;
