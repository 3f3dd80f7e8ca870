package dev.tocsin.http.page;

import dev.tocsin.http.page.form.FilledChannel;
import java.util.Map;

/**
 * The form of a place that messages go to.
 *
 * @param current the page's tab
 * @param action where it is sent to
 * @param back where it leads without a change
 * @param hidden the id of what it makes, or the revision of what it changes
 */
public record EndpointFormView(
    String current,
    String sentence,
    String lead,
    String action,
    String back,
    Map<String, String> hidden,
    FilledChannel form) {}
