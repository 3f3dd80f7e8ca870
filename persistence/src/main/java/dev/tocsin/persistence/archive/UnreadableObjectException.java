package dev.tocsin.persistence.archive;

/**
 * An object is there and cannot be read now, though the storage answers. What it holds may be
 * whole, so nothing may take its place.
 */
final class UnreadableObjectException extends BrokenObjectException {
  private static final long serialVersionUID = 1L;

  UnreadableObjectException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
