package dev.tocsin.handover;

/** What an entity hands over to the read models. */
public interface ViewChange {
  /** The id of the entity that hands it over, as a person who reads a log finds it. */
  String entityId();

  /** Its number among what that entity hands over. */
  long sequence();
}
