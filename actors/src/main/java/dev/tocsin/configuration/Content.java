package dev.tocsin.configuration;

/**
 * Something small that people configured and that every node holds in memory: a policy, a schedule,
 * a channel. Jackson writes it, as a record, into one text of its row.
 */
public interface Content {
  /** What people call it, in at most 100 characters. */
  String name();
}
