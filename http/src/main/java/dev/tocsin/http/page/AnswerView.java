package dev.tocsin.http.page;

import dev.tocsin.http.page.MonitorRow.State;

/**
 * What somebody sees who came by a link, without signing in.
 *
 * @param said how it stands and since when, in sentences
 * @param isOpen whether there is something to acknowledge
 */
public record AnswerView(
    String id,
    String code,
    State state,
    String title,
    String detail,
    String said,
    boolean isOpen) {}
