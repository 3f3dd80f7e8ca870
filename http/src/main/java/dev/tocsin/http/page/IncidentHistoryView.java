package dev.tocsin.http.page;

import dev.tocsin.http.feed.PagePlace;
import java.util.List;

/**
 * All incidents that a status page tells of, by month, the latest first.
 *
 * @param place of the status page
 * @param days how far back it goes
 */
public record IncidentHistoryView(PagePlace place, long days, List<IncidentWords.Month> months) {}
