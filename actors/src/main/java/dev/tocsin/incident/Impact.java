package dev.tocsin.incident;

/** How bad it is for customers, as a person or a rule judged it; the mildest first. */
public enum Impact {
  NONE,
  MINOR,
  MAJOR,
  CRITICAL
}
