package dev.tocsin.http.page;

import org.jspecify.annotations.Nullable;

/**
 * An alert's line in the list.
 *
 * @param severity as the API writes it
 * @param why who answered, else what is known of the cause; null where there is nothing to say
 * @param isOpen whether it can be acknowledged
 */
public record AlertRow(
    String id,
    String code,
    MonitorRow.State state,
    String title,
    String severity,
    @Nullable String why,
    MonitorRow.Since since,
    boolean isOpen) {}
