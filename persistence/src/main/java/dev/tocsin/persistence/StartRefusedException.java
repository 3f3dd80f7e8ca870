package dev.tocsin.persistence;

/** The process must not start on this store; the message says why and what to do, for a person. */
public final class StartRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StartRefusedException(String message) {
    super(message);
  }

  public StartRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
