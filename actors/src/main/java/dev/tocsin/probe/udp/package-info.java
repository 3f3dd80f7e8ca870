/** Checks that a datagram is answered. */
@NullMarked
package dev.tocsin.probe.udp;

import org.jspecify.annotations.NullMarked;
