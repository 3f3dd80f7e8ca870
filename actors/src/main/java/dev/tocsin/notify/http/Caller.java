package dev.tocsin.notify.http;

import java.util.concurrent.CompletionStage;

/** Posts to services. */
public interface Caller {
  /**
   * Tries once. The answer comes within half a minute; it fails only for a defect of Tocsin itself.
   */
  CompletionStage<Answer> post(Post post);
}
