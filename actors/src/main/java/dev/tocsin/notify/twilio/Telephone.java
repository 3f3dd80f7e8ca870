package dev.tocsin.notify.twilio;

import com.twilio.exception.ApiConnectionException;
import com.twilio.exception.ApiException;
import com.twilio.http.HttpMethod;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.type.Twiml;
import dev.tocsin.conf.TwilioSettings;
import dev.tocsin.mail.OneLine;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Redaction;
import dev.tocsin.notify.http.RetryAfter;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends SMS and makes calls by Twilio's library. Twilio knows no idempotency keys: where an answer
 * is lost, what is sent again may arrive twice, unless a callback told meanwhile that it went out.
 */
public final class Telephone implements AutoCloseable {
  public static final Limits USUAL = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(20));

  private static final Logger LOG = LoggerFactory.getLogger(Telephone.class);

  /** Seconds in which it rings; where it rings longer, most often a mailbox answers. */
  private static final int RINGING = 30;

  /** How long is waited for a connection, and for the whole answer. */
  public record Limits(Duration connect, Duration answer) {}

  private final TwilioSettings settings;
  private final Executor blocking;
  private final InstantSource clock;
  private final Limits limits;
  private final String agent;
  private final HttpClient client;

  /**
   * @param blocking one thread for each request that waits
   * @param version of Tocsin
   */
  public Telephone(
      TwilioSettings settings,
      Executor blocking,
      InstantSource clock,
      String version,
      Limits limits) {
    this.settings = settings;
    this.blocking = blocking;
    this.clock = clock;
    this.limits = limits;
    this.agent = "Tocsin/" + version;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(limits.connect())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Tries once; never fails.
   *
   * @param told where Twilio says what became of it; null for nowhere
   */
  public CompletionStage<Outcome> text(
      PhoneNumber to, String body, @Nullable URI told, Redaction redaction) {
    return ask(
        redaction,
        client -> {
          var creator = Message.creator(number(to.value()), number(settings.from()), body);
          if (told != null) {
            creator.setStatusCallback(again(told));
          }
          return creator.create(client).getSid();
        });
  }

  /** As {@link #text}; {@code twiml} is what the call says. */
  public CompletionStage<Outcome> call(
      PhoneNumber to, String twiml, @Nullable URI told, Redaction redaction) {
    return ask(
        redaction,
        client -> {
          var creator =
              Call.creator(number(to.value()), number(settings.from()), new Twiml(twiml))
                  .setTimeout(RINGING);
          if (told != null) {
            creator
                .setStatusCallback(again(told))
                .setStatusCallbackMethod(HttpMethod.POST)
                .setStatusCallbackEvent(List.of("answered", "completed"));
          }
          return creator.create(client).getSid();
        });
  }

  private static com.twilio.type.PhoneNumber number(String value) {
    return new com.twilio.type.PhoneNumber(value);
  }

  private static URI again(URI told) {
    return URI.create(told + CallbackLinks.AGAIN);
  }

  private CompletionStage<Outcome> ask(
      Redaction redaction, Function<TwilioRestClient, @Nullable String> request) {
    return CompletableFuture.supplyAsync(() -> asked(redaction, request), blocking)
        .exceptionally(
            defect -> {
              LOG.error("A message to Twilio cannot be sent", defect);
              return new Outcome.Retry("an error in Tocsin, which its log tells", null);
            });
  }

  private Outcome asked(Redaction redaction, Function<TwilioRestClient, @Nullable String> request) {
    Exchange exchange = new Exchange(client, settings.baseUrl(), agent, limits.answer());
    try {
      return new Outcome.Delivered(
          request.apply(
              new TwilioRestClient.Builder(settings.accountSid(), settings.authToken().value())
                  .httpClient(exchange)
                  .build()));
    } catch (ApiConnectionException away) {
      return Outcome.Retry.wide("Twilio did not answer: " + reason(away, redaction), null);
    } catch (ApiException refused) {
      return sorted(refused, exchange, redaction);
    }
  }

  /** By what the number or the account lacks; else by the status. */
  private Outcome sorted(ApiException refused, Exchange exchange, Redaction redaction) {
    int status = exchange.status();
    if (status >= 200 && status < 300) {
      return new Outcome.Delivered(null); // it said yes, in words that cannot be read
    }
    Integer given = refused.getCode();
    int code = given == null ? 0 : given;
    String said = status >= 300 && status < 400 ? "" : said(refused, redaction);
    String reason =
        "Twilio answered "
            + status
            + (code == 0 ? (said.isEmpty() ? "" : ": " + said) : ": " + Faults.words(code, said));
    if (Faults.isOfTheNumber(code)) {
      return new Outcome.Permanent(reason);
    }
    if (Faults.isOfTheCountry(code) || status == 403 && code != 0 && !Faults.isOfTheAccount(code)) {
      return new Outcome.Retry(reason, pause(exchange));
    }
    boolean isPassing =
        status < 200
            || status >= 500
            || status == 401
            || status == 403
            || status == 408
            || status == 425
            || status == 429;
    return isPassing || Faults.isOfTheAccount(code)
        ? Outcome.Retry.wide(reason, pause(exchange))
        : new Outcome.Permanent(reason);
  }

  private @Nullable Duration pause(Exchange exchange) {
    return exchange
        .retryAfter()
        .flatMap(header -> RetryAfter.read(header, clock.instant()))
        .orElse(null);
  }

  private String said(ApiException refused, Redaction redaction) {
    String message = refused.getMessage();
    // the library's words where there was no error in JSON
    return message == null || refused.getStatusCode() == null || refused.getCode() == null
        ? ""
        : clean(message, redaction);
  }

  private String reason(ApiConnectionException away, Redaction redaction) {
    Throwable cause = away.getCause();
    String message = cause == null ? null : cause.getMessage();
    String all = away.getMessage() + (message == null ? "" : " (" + message + ")");
    return clean(all, redaction);
  }

  private String clean(String text, Redaction redaction) {
    return OneLine.quoted(redaction.clean(text).replace(settings.authToken().value(), "********"));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
