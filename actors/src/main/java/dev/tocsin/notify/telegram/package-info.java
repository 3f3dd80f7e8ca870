/** Messages to Telegram, by a bot. */
@NullMarked
package dev.tocsin.notify.telegram;

import org.jspecify.annotations.NullMarked;
