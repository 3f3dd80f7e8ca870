/** Checks by ICMP echo, over the datagram sockets that need no privilege. */
@NullMarked
package dev.tocsin.probe.ping;

import org.jspecify.annotations.NullMarked;
