package dev.tocsin.http.page;

import dev.tocsin.http.feed.PagePlace;

/**
 * The page of one time of a maintenance.
 *
 * @param place of its status page
 */
public record MaintenancePageView(PagePlace place, MaintenanceWords.Told maintenance) {}
