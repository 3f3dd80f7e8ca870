package dev.tocsin.configuration;

/** What a node can say of an id that came from outside. */
public sealed interface Lookup<T> {
  record Found<T>(T value) implements Lookup<T> {}

  /** There is no such thing, or it is another organization's: 404. */
  record Unknown<T>() implements Lookup<T> {}

  /** The node does not hold everything yet, so it can't say that there is none: 503. */
  record Incomplete<T>() implements Lookup<T> {}
}
