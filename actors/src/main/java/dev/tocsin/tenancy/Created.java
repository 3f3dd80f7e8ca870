package dev.tocsin.tenancy;

/**
 * What a creation came to.
 *
 * @param isNew false where the id existed already: the repeat of a request
 */
public record Created<T>(T value, boolean isNew) {}
