/** Answers that come by telephone, and what became of messages and calls. */
@NullMarked
package dev.tocsin.alert.phone;

import org.jspecify.annotations.NullMarked;
