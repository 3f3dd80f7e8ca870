package dev.tocsin.history;

import java.util.List;

/**
 * Results of one monitor, newest first.
 *
 * @param missing of which results should be among these and are not, newest first
 */
public record HistoryPage(List<RecordedResult> items, List<MissingStretch> missing) {}
