/** What people configured, as every node holds it in memory. */
@NullMarked
package dev.tocsin.configuration;

import org.jspecify.annotations.NullMarked;
