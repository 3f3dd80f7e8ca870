/** Alerts to PagerDuty, by its Events API v2. */
@NullMarked
package dev.tocsin.notify.pagerduty;

import org.jspecify.annotations.NullMarked;
