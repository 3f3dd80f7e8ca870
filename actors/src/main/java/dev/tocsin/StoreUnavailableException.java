package dev.tocsin;

import java.util.concurrent.CompletionException;

/**
 * The shared store, or the part of the cluster that must answer, cannot be reached in time. Nothing
 * was done, and nothing of it will happen later; asking again is safe. The edge answers 503.
 */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreUnavailableException(String message) {
    super(message);
  }

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether a failure, maybe as a future wraps it, says this. */
  public static boolean is(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof StoreUnavailableException;
  }
}
