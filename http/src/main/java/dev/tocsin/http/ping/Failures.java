package dev.tocsin.http.ping;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What a ping's failure means for its caller. */
final class Failures {
  private Failures() {}

  /** The answer for what could not be stored; a defect goes on. */
  static Function<Throwable, HttpResponse> stored(Supplier<HttpResponse> notStored) {
    return failure -> {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      if (cause instanceof StoreUnavailableException || cause instanceof ConflictException) {
        return notStored.get();
      }
      throw failure instanceof RuntimeException defect ? defect : new CompletionException(failure);
    };
  }
}
