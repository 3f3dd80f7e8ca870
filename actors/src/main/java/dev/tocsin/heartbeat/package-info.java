/** Heartbeats: the watched thing calls us, and a call that does not come is an outage. */
@NullMarked
package dev.tocsin.heartbeat;

import org.jspecify.annotations.NullMarked;
