package dev.tocsin.http.page;

/**
 * The page of one time of a maintenance.
 *
 * @param page its status page's name
 * @param home its status page's address
 */
public record MaintenancePageView(String page, String home, MaintenanceWords.Told maintenance) {}
