/** Checks of WebSockets. */
@NullMarked
package dev.tocsin.probe.websocket;

import org.jspecify.annotations.NullMarked;
