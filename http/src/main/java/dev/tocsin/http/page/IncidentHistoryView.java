package dev.tocsin.http.page;

import java.util.List;

/**
 * All incidents that a status page tells of, by month, the latest first.
 *
 * @param page what the status page is called
 * @param home its address
 * @param days how far back it goes
 */
public record IncidentHistoryView(
    String page, String home, long days, List<IncidentWords.Month> months) {}
