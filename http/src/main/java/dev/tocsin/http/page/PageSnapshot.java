package dev.tocsin.http.page;

import dev.tocsin.http.asset.ReadyBody;
import java.time.Instant;

/**
 * A page as it is sent, made when something on it changed.
 *
 * @param version grows with each rendering of the page on this node
 * @param renderedAt the time as of which it is true
 */
record PageSnapshot(PageKey key, String slug, long version, Instant renderedAt, ReadyBody body) {}
