/** What the nodes keep in PostgreSQL to be one cluster, and only one. */
@NullMarked
package dev.tocsin.persistence.cluster;

import org.jspecify.annotations.NullMarked;
