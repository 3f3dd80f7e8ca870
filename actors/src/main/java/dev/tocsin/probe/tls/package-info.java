/** Checks of the certificate that a server shows. */
@NullMarked
package dev.tocsin.probe.tls;

import org.jspecify.annotations.NullMarked;
