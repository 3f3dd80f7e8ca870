package dev.tocsin.notify.telegram;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.http.Answer;
import dev.tocsin.notify.http.Caller;
import dev.tocsin.notify.http.ServiceFields;
import dev.tocsin.notify.http.Services;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Telegram where it is to call when a button is pressed: for each bot once in a while, for
 * somebody else may tell it another place. A bot that calls somewhere else already is left alone.
 * The memory is bounded, and is this node's.
 */
public final class TelegramWebhooks {
  public static final String PATH = "/callbacks/telegram";

  private static final Logger LOG = LoggerFactory.getLogger(TelegramWebhooks.class);
  private static final Duration GOOD = Duration.ofDays(1);
  private static final Duration BAD = Duration.ofMinutes(5);

  /** No message waits longer for its buttons. */
  private static final long PATIENCE_MILLIS = 5_000;

  private static final int MOST_KNOWN = 10_000;

  private final Caller caller;
  private final InstantSource clock;
  private final TelegramSecrets secrets;
  private final URI publicUrl;
  private final Map<URI, Known> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, Known> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  /**
   * @param fault in words; empty where Telegram will call
   */
  private record Known(Instant since, CompletableFuture<Optional<String>> fault) {
    boolean isGood(Instant now, boolean anew) {
      if (!fault.isDone()) {
        return true;
      }
      Optional<String> why = fault.getNow(Optional.empty());
      return now.isBefore(since.plus(why.isEmpty() ? GOOD : BAD)) && (why.isEmpty() || !anew);
    }
  }

  /**
   * @param publicUrl what links begin with
   */
  public TelegramWebhooks(Services services, TelegramSecrets secrets, URI publicUrl) {
    this.caller = services.caller();
    this.clock = services.clock();
    this.secrets = secrets;
    this.publicUrl = publicUrl;
  }

  /** Telegram calls by HTTPS alone. */
  boolean arePossible() {
    return "https".equals(publicUrl.getScheme());
  }

  /**
   * @param anew whether to try once more where it failed a moment ago
   * @return why buttons would do nothing; empty where they work. It never fails.
   */
  CompletionStage<Optional<String>> ready(Endpoint endpoint, boolean anew) {
    return known(endpoint, anew)
        .copy()
        .completeOnTimeout(
            Optional.of("Telegram did not answer"), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized CompletableFuture<Optional<String>> known(Endpoint endpoint, boolean anew) {
    URI bot = TelegramBot.address(endpoint, "");
    Instant now = clock.instant();
    Known before = known.get(bot);
    if (before != null && before.isGood(now, anew)) {
      return before.fault();
    }
    CompletableFuture<Optional<String>> asked =
        registered(endpoint)
            .exceptionally(
                defect -> {
                  LOG.error("Telegram cannot be told where to call", defect);
                  return Optional.of("an error in Tocsin, which its log tells");
                })
            .toCompletableFuture();
    known.put(bot, new Known(now, asked));
    return asked;
  }

  private CompletionStage<Optional<String>> registered(Endpoint endpoint) {
    return TelegramBot.ask(caller, endpoint, "getWebhookInfo", body(), "")
        .thenCompose(
            answer -> {
              if (!TelegramBot.isDone(answer)) {
                return CompletableFuture.completedStage(Optional.of(TelegramBot.fault(answer)));
              }
              String url = ((Answer.Came) answer).json().path("result").path("url").asText();
              return url.isEmpty() || url.equals(address())
                  ? register(endpoint)
                  : CompletableFuture.completedStage(Optional.of(taken(url)));
            });
  }

  private CompletionStage<Optional<String>> register(Endpoint endpoint) {
    String secret = secrets.of(endpoint.setting(TelegramKind.TOKEN));
    ObjectNode body = body().put("url", address()).put("secret_token", secret);
    body.putArray("allowed_updates").add("callback_query");
    return TelegramBot.ask(caller, endpoint, "setWebhook", body, secret)
        .thenApply(
            answer ->
                TelegramBot.isDone(answer)
                    ? Optional.empty()
                    : Optional.of(TelegramBot.fault(answer)));
  }

  private String address() {
    return publicUrl + PATH;
  }

  private static String taken(String url) {
    String host;
    try {
      host = ServiceFields.host(url);
    } catch (IllegalArgumentException unreadable) {
      host = "another address";
    }
    return "the bot calls " + host + " already; take that webhook away, or use a bot of its own";
  }

  private static ObjectNode body() {
    return JsonNodeFactory.instance.objectNode();
  }
}
