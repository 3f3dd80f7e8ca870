package dev.tocsin.alert;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What a service says of a message that it took: how far it came. */
public enum Arrival {
  /** On its way to who is to get it. */
  SENT,
  /** The telephone has it, or the call was answered. */
  DELIVERED,
  /** A call came as far as the telephone, and nobody took it. */
  UNANSWERED,
  @JsonEnumDefaultValue // what a newer node says and this one does not know
  UNDELIVERED;

  /** Whether nothing else can follow. */
  boolean isLast() {
    return this != SENT;
  }
}
