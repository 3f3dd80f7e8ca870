package dev.tocsin.incident;

/** Who may see an incident. */
public enum Visibility {
  /** Members of the organization: also one that waits for somebody to look at it and publish it. */
  INTERNAL,
  /** Whoever sees a page with a component that it affects; all pages, where it affects none. */
  PUBLIC
}
