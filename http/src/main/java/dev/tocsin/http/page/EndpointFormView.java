package dev.tocsin.http.page;

import dev.tocsin.http.page.form.FilledChannel;
import org.jspecify.annotations.Nullable;

/**
 * The form of a place that messages go to.
 *
 * @param current the page's tab
 * @param action where it is sent to
 * @param back where it leads without a change
 * @param id of what it makes; null where that is there already
 */
public record EndpointFormView(
    String current,
    String sentence,
    String lead,
    String action,
    String back,
    @Nullable String id,
    FilledChannel form) {}
