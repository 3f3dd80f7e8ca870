/** Alerts to Opsgenie, by its Alert API. */
@NullMarked
package dev.tocsin.notify.opsgenie;

import org.jspecify.annotations.NullMarked;
