/** Checks of when a domain name expires, by RDAP. */
@NullMarked
package dev.tocsin.probe.domain;

import org.jspecify.annotations.NullMarked;
