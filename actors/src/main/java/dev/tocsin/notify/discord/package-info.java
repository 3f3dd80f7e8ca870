/** Messages to Discord, by webhooks. */
@NullMarked
package dev.tocsin.notify.discord;

import org.jspecify.annotations.NullMarked;
