/** Who is told of an alert, in which order, and by what: policies, teams, people's own rules. */
@NullMarked
package dev.tocsin.escalation;

import org.jspecify.annotations.NullMarked;
