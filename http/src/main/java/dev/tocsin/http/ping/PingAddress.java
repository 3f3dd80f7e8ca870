package dev.tocsin.http.ping;

import dev.tocsin.Ids;
import dev.tocsin.heartbeat.Ping;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an address below {@code /ping/} says: whose ping it is, and what sort.
 *
 * @param exitStatus where the address ends with one
 */
record PingAddress(Name name, Ping.Kind kind, @Nullable Integer exitStatus) {
  static final String PREFIX = "/ping/";

  private static final int LARGEST_STATUS = 255;

  sealed interface Name {
    record ById(UUID ping) implements Name {}

    record BySlug(String pingKey, String slug) implements Name {}
  }

  /**
   * @param path begins with {@link #PREFIX}
   * @return empty where there is no such address
   */
  static Optional<PingAddress> parse(String path) {
    int first = path.indexOf('/', PREFIX.length());
    String head =
        first < 0 ? path.substring(PREFIX.length()) : path.substring(PREFIX.length(), first);
    Optional<UUID> id = Ids.parse(head);
    if (id.isPresent()) {
      return of(new Name.ById(id.get()), first < 0 ? null : path.substring(first + 1));
    }
    if (first < 0 || head.isEmpty()) {
      return Optional.empty();
    }
    int second = path.indexOf('/', first + 1);
    String slug = second < 0 ? path.substring(first + 1) : path.substring(first + 1, second);
    return slug.isEmpty()
        ? Optional.empty()
        : of(new Name.BySlug(head, slug), second < 0 ? null : path.substring(second + 1));
  }

  private static Optional<PingAddress> of(Name name, @Nullable String signal) {
    if (signal == null) {
      return Optional.of(new PingAddress(name, Ping.Kind.SUCCESS, null));
    }
    return switch (signal) {
      case "start" -> Optional.of(new PingAddress(name, Ping.Kind.START, null));
      case "fail" -> Optional.of(new PingAddress(name, Ping.Kind.FAIL, null));
      case "log" -> Optional.of(new PingAddress(name, Ping.Kind.LOG, null));
      default -> exitStatus(name, signal);
    };
  }

  private static Optional<PingAddress> exitStatus(Name name, String text) {
    if (text.isEmpty() || text.length() > 3 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int status = Integer.parseInt(text);
    return status > LARGEST_STATUS
        ? Optional.empty()
        : Optional.of(
            new PingAddress(name, status == 0 ? Ping.Kind.SUCCESS : Ping.Kind.FAIL, status));
  }
}
