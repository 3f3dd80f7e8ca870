/** Checks of HTTP and HTTPS addresses. */
@NullMarked
package dev.tocsin.probe.http;

import org.jspecify.annotations.NullMarked;
