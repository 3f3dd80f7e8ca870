package dev.tocsin;

/** What was asked contradicts what is; the message says how, for a person. The edge answers 409. */
public final class ConflictException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ConflictException(String message) {
    super(message);
  }
}
