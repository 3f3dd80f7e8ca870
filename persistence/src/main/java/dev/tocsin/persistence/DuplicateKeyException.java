package dev.tocsin.persistence;

/** A unique key exists already; the transaction was rolled back and nothing of it was written. */
public final class DuplicateKeyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DuplicateKeyException(Throwable cause) {
    super("A row with this key exists already", cause);
  }
}
