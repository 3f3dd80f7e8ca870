/** Keeps secrets unreadable in the tables and in their backups. */
@NullMarked
package dev.tocsin.persistence.secret;

import org.jspecify.annotations.NullMarked;
