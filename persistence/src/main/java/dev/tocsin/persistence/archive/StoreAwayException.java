package dev.tocsin.persistence.archive;

import java.io.IOException;

/** The archive's storage does not answer, or refuses; the message is a sentence for a person. */
final class StoreAwayException extends IOException {
  private static final long serialVersionUID = 1L;

  StoreAwayException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
