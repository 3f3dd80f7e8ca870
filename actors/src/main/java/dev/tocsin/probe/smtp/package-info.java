/** Checks of mail servers. */
@NullMarked
package dev.tocsin.probe.smtp;

import org.jspecify.annotations.NullMarked;
