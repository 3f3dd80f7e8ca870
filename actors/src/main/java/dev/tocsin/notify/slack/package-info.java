/** Messages to Slack, by incoming webhooks. */
@NullMarked
package dev.tocsin.notify.slack;

import org.jspecify.annotations.NullMarked;
