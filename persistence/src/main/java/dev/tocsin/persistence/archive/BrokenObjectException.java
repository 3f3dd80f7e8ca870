package dev.tocsin.persistence.archive;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An object is not what it was written as, or cannot be read though others can; the message is a
 * sentence for a person.
 */
class BrokenObjectException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenObjectException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
