package dev.tocsin.http.page;

/**
 * An incident on a page of its own.
 *
 * @param page what the status page is called
 * @param home its address
 */
public record IncidentPageView(String page, String home, IncidentWords.Told incident) {}
