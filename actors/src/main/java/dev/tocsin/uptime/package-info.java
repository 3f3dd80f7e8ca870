/** How much of a time a monitor was up: exact, from what its journal says. */
@NullMarked
package dev.tocsin.uptime;

import org.jspecify.annotations.NullMarked;
