/** Telling another part of the system something until it has said that it knows. */
@NullMarked
package dev.tocsin.handover;

import org.jspecify.annotations.NullMarked;
