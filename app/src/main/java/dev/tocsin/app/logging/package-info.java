/** One line an event, for people or for a collector. */
@NullMarked
package dev.tocsin.app.logging;

import org.jspecify.annotations.NullMarked;
