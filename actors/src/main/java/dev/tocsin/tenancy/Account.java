package dev.tocsin.tenancy;

/** A user and what proves that it is them. */
public record Account(User user, PasswordHash password) {}
