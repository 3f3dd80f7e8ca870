package dev.tocsin.http.page;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

  /**
   * @param next where it leads once it is done
   */
  static CompletionStage<HttpResponse> attempt(Deed deed, String next, Refusal refusal) {
    CompletionStage<?> asked;
    try {
      asked = deed.done();
    } catch (RuntimeException failure) {
      asked = CompletableFuture.failedStage(failure);
    }
    return asked
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
