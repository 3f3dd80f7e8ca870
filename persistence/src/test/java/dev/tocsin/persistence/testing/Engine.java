package dev.tocsin.persistence.testing;

/** The databases that Tocsin runs on. */
public enum Engine {
  EMBEDDED,
  POSTGRES
}
