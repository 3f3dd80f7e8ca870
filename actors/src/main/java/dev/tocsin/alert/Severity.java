package dev.tocsin.alert;

/** How bad it is, the worst first. */
public enum Severity {
  CRITICAL,
  ERROR,
  WARNING,
  INFO
}
