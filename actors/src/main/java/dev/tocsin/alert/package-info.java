/** What a responder must know: alerts, their state machine, and how they climb. */
@NullMarked
package dev.tocsin.alert;

import org.jspecify.annotations.NullMarked;
