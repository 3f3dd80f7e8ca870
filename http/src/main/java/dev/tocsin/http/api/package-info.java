/** The REST API: one class for each thing it is about, over one table of operations. */
@NullMarked
package dev.tocsin.http.api;

import org.jspecify.annotations.NullMarked;
