package dev.tocsin.probe.grpc;

import dev.tocsin.probe.net.Quotes;
import java.util.List;

/** What the codes of gRPC and of its health service mean, as the end of a sentence. */
final class HealthWords {
  private static final List<String> HEALTH =
      List.of("UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN");

  private static final List<String> CALLS =
      List.of(
          "OK",
          "CANCELLED",
          "UNKNOWN",
          "INVALID_ARGUMENT",
          "DEADLINE_EXCEEDED",
          "NOT_FOUND",
          "ALREADY_EXISTS",
          "PERMISSION_DENIED",
          "RESOURCE_EXHAUSTED",
          "FAILED_PRECONDITION",
          "ABORTED",
          "OUT_OF_RANGE",
          "UNIMPLEMENTED",
          "INTERNAL",
          "UNAVAILABLE",
          "DATA_LOSS",
          "UNAUTHENTICATED");

  private HealthWords() {}

  /** The name of a serving status. */
  static String name(int health) {
    return 0 <= health && health < HEALTH.size()
        ? HEALTH.get(health)
        : health < 0 ? "not readable" : Integer.toString(health);
  }

  static String ofHealth(int health, String what) {
    return switch (name(health)) {
      case "NOT_SERVING" -> "says that " + what + " is not serving (NOT_SERVING)";
      case "SERVICE_UNKNOWN" -> "does not know " + what + " (SERVICE_UNKNOWN)";
      case "UNKNOWN" -> "does not say whether " + what + " is serving (UNKNOWN)";
      case "not readable" -> "answered with a message that is not one of the health service";
      default -> "answered with the serving status " + health + ", which has no meaning";
    };
  }

  static String ofCall(CallAnswer answer, String what) {
    int code = answer.status();
    String name = 0 <= code && code < CALLS.size() ? CALLS.get(code) : "status " + code;
    String meaning =
        switch (name) {
          case "NOT_FOUND" -> "does not know " + what;
          case "UNIMPLEMENTED" -> "does not have the health service grpc.health.v1.Health";
          case "UNAUTHENTICATED" -> "wants credentials, or refused those in the metadata";
          case "PERMISSION_DENIED" -> "does not let Tocsin ask for its health";
          case "UNAVAILABLE" -> "is not available";
          case "DEADLINE_EXCEEDED" -> "could not answer in time";
          default -> "answered the call with an error";
        };
    return meaning
        + " ("
        + name
        + ")"
        + (answer.text().isEmpty() ? "" : ": \"" + Quotes.of(answer.text()) + "\"");
  }
}
