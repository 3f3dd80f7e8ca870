/** The tables of organizations and people, and of who did what. */
@NullMarked
package dev.tocsin.persistence.tenancy;

import org.jspecify.annotations.NullMarked;
