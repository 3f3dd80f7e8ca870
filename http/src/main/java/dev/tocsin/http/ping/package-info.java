/** Where the watched things call: the addresses of heartbeats. */
@NullMarked
package dev.tocsin.http.ping;

import org.jspecify.annotations.NullMarked;
