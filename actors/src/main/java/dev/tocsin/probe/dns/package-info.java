/** Checks of what name servers answer. */
@NullMarked
package dev.tocsin.probe.dns;

import org.jspecify.annotations.NullMarked;
