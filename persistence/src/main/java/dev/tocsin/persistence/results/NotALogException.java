package dev.tocsin.persistence.results;

import java.io.IOException;

/** A file does not begin as a log does: nothing was ever recorded in it. */
final class NotALogException extends IOException {
  private static final long serialVersionUID = 1L;

  NotALogException() {
    super("The file does not begin as a log of results does.");
  }
}
