package dev.tocsin.notify;

/** How bad it is, the worst first. */
public enum Severity {
  CRITICAL,
  ERROR,
  WARNING,
  INFO
}
