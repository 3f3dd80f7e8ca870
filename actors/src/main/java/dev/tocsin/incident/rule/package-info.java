/** Incidents that rules open, tell of and resolve, without a hand. */
@NullMarked
package dev.tocsin.incident.rule;

import org.jspecify.annotations.NullMarked;
