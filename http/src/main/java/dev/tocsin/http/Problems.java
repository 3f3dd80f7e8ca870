package dev.tocsin.http;

import dev.tocsin.ConflictException;
import dev.tocsin.Ids;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.access.ThrottledException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.http.scaladsl.model.IllegalRequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each failure is called in an answer. */
public final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private static final String ANNOUNCED = "Request too large";

  private Problems() {}

  /** The problem for a failure; what nobody expected is logged with its stack. */
  public static Problem of(Throwable failure) {
    return switch (failure) {
      case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case ExecutionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case ProblemException known -> known.problem();
      case InvalidInputException invalid -> Problem.invalid(invalid.errors());
      case ConflictException conflict -> Problem.of(409, "Conflict", message(conflict));
      case StoreUnavailableException away -> Problem.unavailable();
      case RejectedExecutionException ending -> Problem.unavailable();
      case ThrottledException tooMany -> Problem.tooMany(tooMany.retryAfter());
      case EntityStreamSizeException tooLarge -> tooLarge();
      case TimeoutException late -> Problem.of(408, "Too slow", "The body did not arrive in time.");
      // Pekko HTTP says so of a body whose length is announced and too large
      case EntityStreamException tooLarge when tooLarge.info().summary().equals(ANNOUNCED) ->
          tooLarge();
      case EntityStreamException cutOff -> Problem.unreadable("The body ends too early.");
      case IllegalRequestException illegal -> Problem.unreadable("The request is not valid HTTP.");
      default -> defect(failure);
    };
  }

  private static Problem tooLarge() {
    return Problem.of(413, "Too large", "A body may have 1 MiB at most.");
  }

  private static Problem defect(Throwable failure) {
    String instance = "urn:uuid:" + Ids.create();
    log.error("A request failed: {}", instance, failure);
    return Problem.defect(instance);
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? "It contradicts what is." : message;
  }
}
