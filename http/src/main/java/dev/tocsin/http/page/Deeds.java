package dev.tocsin.http.page;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What forms ask for: done, it leads to a page; refused, a page says why. */
final class Deeds {
  private Deeds() {}

  /** Writes something. */
  interface Deed {
    CompletionStage<?> done();
  }

  /** Says what is to be expected of input and stores. */
  interface Refusal {
    CompletionStage<HttpResponse> page(Inside.Fault fault);
  }

  /** What is thrown at once fails like what fails later. */
  static <T> CompletionStage<T> stage(Supplier<? extends CompletionStage<T>> deed) {
    try {
      return deed.get();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedStage(failure);
    }
  }

  /**
   * @param next where it leads once it is done
   */
  static CompletionStage<HttpResponse> attempt(Deed deed, String next, Refusal refusal) {
    return stage(() -> deed.done().<Object>thenApply(done -> done))
        .handle(
            (done, failure) -> {
              if (failure == null) {
                return Inside.done(Answers.seeOther(next));
              }
              Inside.Fault fault = Inside.fault(failure);
              return refusal.page(fault).thenApply(fault::on);
            })
        .thenCompose(answer -> answer);
  }
}
