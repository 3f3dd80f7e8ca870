package dev.tocsin.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.access.ThrottledException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  @Test
  void everyKindOfFailureHasItsStatus() {
    Map<Throwable, Integer> statuses =
        Map.of(
            new InvalidInputException("name", "It is missing."), 422,
            new ConflictException("It is taken."), 409,
            new StoreUnavailableException("jdbc:postgresql://secret-host"), 503,
            new ThrottledException(Duration.ofMillis(1)), 429,
            new TimeoutException(), 408,
            new ProblemException(Problem.notFound()), 404,
            new IllegalStateException("a defect"), 500);
    statuses.forEach(
        (failure, status) -> {
          assertThat(Problems.of(failure).status()).isEqualTo(status);
          assertThat(Problems.of(new CompletionException(failure)).status()).isEqualTo(status);
        });
  }

  @Test
  void tellsNothingOfWhereTheStoreIs() {
    assertThat(json(Problems.of(new StoreUnavailableException("jdbc:postgresql://secret-host"))))
        .doesNotContain("secret-host");
  }

  @Test
  void isWrittenAsTheStandardSays() {
    assertThat(json(Problem.invalid(List.of(new FieldError("a.b", "It is wrong.")))))
        .isEqualTo(
            "{\"status\":422,\"title\":\"Invalid\","
                + "\"detail\":\"One field is wrong; nothing was changed.\","
                + "\"errors\":[{\"field\":\"a.b\",\"message\":\"It is wrong.\"}]}");
    assertThat(json(Problem.notFound()))
        .isEqualTo(
            "{\"status\":404,\"title\":\"Not found\","
                + "\"detail\":\"There is nothing at this address, or it is not yours to see.\"}");
  }

  @Test
  void waitsAreRoundedUpToSeconds() {
    assertThat(Problem.tooMany(Duration.ofMillis(1)).headers().getFirst().value()).isEqualTo("1");
    assertThat(Problem.tooMany(Duration.ofMillis(1_001)).headers().getFirst().value())
        .isEqualTo("2");
  }

  private static String json(Problem problem) {
    return new String(Json.bytes(problem), StandardCharsets.UTF_8);
  }
}
