/** What other programs read of a status page: JSON, feeds and a calendar. */
@NullMarked
package dev.tocsin.http.feed;

import org.jspecify.annotations.NullMarked;
