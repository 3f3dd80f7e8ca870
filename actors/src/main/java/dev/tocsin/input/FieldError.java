package dev.tocsin.input;

/**
 * A fault in what somebody sent.
 *
 * @param field the path to it, as in {@code http.keyword.text}; empty for the whole
 * @param message what is wrong and what would be right, one sentence
 */
public record FieldError(String field, String message) {}
