/** Checks of servers that speak the protocol of Redis: Redis, Valkey, KeyDB and others. */
@NullMarked
package dev.tocsin.probe.redis;

import org.jspecify.annotations.NullMarked;
