/** Calendars as other programs write and read them: iCalendar (RFC 5545). */
@NullMarked
package dev.tocsin.oncall.calendar;

import org.jspecify.annotations.NullMarked;
