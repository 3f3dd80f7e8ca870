package dev.tocsin.persistence.archive;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An object is not what it was written as; the message is a sentence for a person. */
final class BrokenObjectException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenObjectException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
