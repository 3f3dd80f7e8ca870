package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.Ids;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Principal;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.access.Caller;
import dev.tocsin.tenancy.access.SignIn;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request that may do what it asks for.
 *
 * @param path the values of the path's parameters
 * @param known null where the operation is open
 * @param json null where the operation has no body
 */
public record ApiRequest(
    HttpRequest http,
    Map<String, String> path,
    @Nullable Caller known,
    @Nullable JsonNode json,
    InetAddress client) {

  private static final int LONGEST_KEY = 200;
  private static final int MOST_ITEMS = 200;
  private static final int USUAL_ITEMS = 50;

  Caller caller() {
    if (known == null) {
      throw new IllegalStateException("An open operation asked who calls.");
    }
    return known;
  }

  Principal principal() {
    return caller().principal();
  }

  OrganizationId organization() {
    return principal().organization();
  }

  Author author() {
    return principal().author();
  }

  User user() {
    User user = caller().user();
    if (user == null) {
      throw new IllegalStateException("An operation for persons let a token in.");
    }
    return user;
  }

  /** Where somebody signs in from. */
  SignIn.From from() {
    return new SignIn.From(client, http.getHeader("User-Agent").map(HttpHeader::value).orElse(""));
  }

  JsonNode body() {
    if (json == null) {
      throw new IllegalStateException("An operation without a body asked for it.");
    }
    return json;
  }

  Input input() {
    return Input.of(body());
  }

  /** An id in the path; what cannot be one names nothing. */
  UUID id(String parameter) {
    return Optional.ofNullable(path.get(parameter))
        .flatMap(Ids::parse)
        .orElseThrow(() -> new ProblemException(Problem.notFound()));
  }

  /**
   * The id of what is created: derived where the request names itself, so that a repeat is safe.
   */
  UUID newId(UUID scope, String purpose) {
    Optional<String> key = http.getHeader("Idempotency-Key").map(HttpHeader::value);
    if (key.isPresent() && (key.get().isBlank() || key.get().length() > LONGEST_KEY)) {
      throw new InvalidInputException(
          "Idempotency-Key", "The header must have 1 to " + LONGEST_KEY + " characters.");
    }
    return key.map(it -> Ids.derive(scope, purpose, it)).orElseGet(Ids::create);
  }

  UUID newId(String purpose) {
    return newId(organization().value(), purpose);
  }

  Optional<String> query(String name) {
    return http.getUri().query().get(name).filter(value -> !value.isEmpty());
  }

  int limit() {
    return limit(USUAL_ITEMS, MOST_ITEMS);
  }

  int limit(int usual, int most) {
    return wholeNumber("limit", usual, most);
  }

  /** From 1 to {@code most}. */
  int wholeNumber(String name, int usual, int most) {
    Optional<String> given = query(name);
    if (given.isEmpty()) {
      return usual;
    }
    try {
      int number = Integer.parseInt(given.get());
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // the sentence below says it
    }
    throw new InvalidInputException(name, "It must be a whole number from 1 to " + most + ".");
  }

  Optional<Instant> time(String name) {
    return query(name)
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeException notATime) {
                throw new InvalidInputException(
                    name, "It must be a time such as 2026-01-31T12:00:00Z.");
              }
            });
  }
}
