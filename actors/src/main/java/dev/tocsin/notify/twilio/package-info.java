/** Twilio: sends messages, makes calls, and says what became of them. */
@NullMarked
package dev.tocsin.notify.twilio;

import org.jspecify.annotations.NullMarked;
