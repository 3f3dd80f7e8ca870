/** What the event log says of the time that monitors were up. */
@NullMarked
package dev.tocsin.persistence.uptime;

import org.jspecify.annotations.NullMarked;
