/** Alerts by SMS, and the answers to them. */
@NullMarked
package dev.tocsin.notify.sms;

import org.jspecify.annotations.NullMarked;
