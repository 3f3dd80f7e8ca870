package dev.tocsin.persistence.journal;

/** An event came to its turn after the entity was told that it cannot be stored; it is not. */
final class LateWriteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LateWriteException() {
    super("The journal did not come to write this in time", null, false, false);
  }
}
