package dev.tocsin.http.page;

import dev.tocsin.http.feed.PagePlace;

/**
 * An incident on a page of its own.
 *
 * @param place of its status page
 */
public record IncidentPageView(PagePlace place, IncidentWords.Told incident) {}
