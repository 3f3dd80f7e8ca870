package dev.tocsin.incident;

/** What stands over an incident. */
public record Heading(String title, Impact impact) {}
