/** Checks that a port takes connections, and says what it should. */
@NullMarked
package dev.tocsin.probe.tcp;

import org.jspecify.annotations.NullMarked;
