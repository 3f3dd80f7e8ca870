package dev.tocsin.http.page;

import java.util.List;

/**
 * A step in words.
 *
 * @param troubles what of it leads to nobody now, a sentence each
 */
public record PolicyStepView(String says, List<String> troubles) {}
