/** Alerts by telephone call, answered by keys. */
@NullMarked
package dev.tocsin.notify.voice;

import org.jspecify.annotations.NullMarked;
