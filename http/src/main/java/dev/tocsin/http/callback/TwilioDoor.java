package dev.tocsin.http.callback;

import dev.tocsin.alert.Arrival;
import dev.tocsin.alert.phone.CallAnswers;
import dev.tocsin.alert.phone.Reports;
import dev.tocsin.alert.phone.SmsAnswers;
import dev.tocsin.http.Problem;
import dev.tocsin.http.RequestPipeline;
import dev.tocsin.notify.twilio.CallbackLinks;
import dev.tocsin.notify.twilio.CallbackLinks.Claim;
import dev.tocsin.notify.twilio.CallbackLinks.Way;
import dev.tocsin.notify.twilio.Faults;
import dev.tocsin.notify.twilio.PhoneNumber;
import dev.tocsin.notify.twilio.Signatures;
import dev.tocsin.notify.twilio.TwiML;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/**
 * What Twilio calls: an SMS that somebody sent, a key that somebody pressed, and what became of
 * messages and calls. What it has not signed does nothing.
 */
public final class TwilioDoor implements RequestPipeline.Section {
  private static final String SMS = "sms";
  private static final int LARGEST = 64 * 1024;
  private static final long BODY_MILLIS = 5_000;
  private static final ContentType XML = ContentTypes.parse("text/xml; charset=UTF-8");

  private final PostedBody posted;
  private final Parts parts;

  public record Parts(
      Signatures signatures,
      CallbackLinks links,
      SmsAnswers messages,
      CallAnswers calls,
      Reports reports) {}

  public TwilioDoor(ActorSystem<?> system, Parts parts) {
    this.posted = new PostedBody(system, LARGEST, BODY_MILLIS);
    this.parts = parts;
  }

  @Override
  public boolean owns(String path) {
    return path.startsWith(CallbackLinks.PATH);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    return posted.answered(request, body -> handle(request, body.utf8String()));
  }

  private CompletionStage<HttpResponse> handle(HttpRequest request, String body) {
    Map<String, String> fields = FormFields.of(body);
    String path = request.getUri().path();
    String target = path + request.getUri().rawQueryString().map(query -> "?" + query).orElse("");
    String signature = request.getHeader("X-Twilio-Signature").map(HttpHeader::value).orElse("");
    if (!parts.signatures().isRight(target, fields, signature)) {
      return answer(
          Problem.forbidden(
              "The signature is not Twilio's: the auth token or the public URL is another one."));
    }
    String[] words = path.substring(CallbackLinks.PATH.length()).split("/", 2);
    return words[0].equals(SMS) && words.length == 1
        ? message(fields)
        : words.length == 2
            ? Way.of(words[0])
                .map(way -> called(way, words[1], request, fields))
                .orElseGet(() -> answer(Problem.notFound()))
            : answer(Problem.notFound());
  }

  private CompletionStage<HttpResponse> message(Map<String, String> fields) {
    Optional<PhoneNumber> from = PhoneNumber.parse(fields.getOrDefault("From", ""));
    if (from.isEmpty()) {
      return CompletableFuture.completedStage(xml(TwiML.nothing())); // a name, which nobody answers
    }
    return parts
        .messages()
        .reply(from.get(), fields.getOrDefault("Body", ""), fields.getOrDefault("MessageSid", ""))
        .thenApply(reply -> xml(reply.map(TwiML::message).orElseGet(TwiML::nothing)));
  }

  private CompletionStage<HttpResponse> called(
      Way way, String token, HttpRequest request, Map<String, String> fields) {
    Claim claim = parts.links().read(token).orElse(null);
    if (claim == null) {
      return answer(Problem.notFound());
    }
    return switch (way) {
      case KEYS ->
          parts
              .calls()
              .pressed(
                  new CallAnswers.Keys(
                      token,
                      claim,
                      fields.getOrDefault("CallSid", ""),
                      fields.getOrDefault("Digits", ""),
                      round(request)))
              .thenApply(TwilioDoor::xml);
      case MESSAGE -> {
        String status = fields.getOrDefault("MessageStatus", "");
        Arrival arrival =
            switch (status) {
              case "sent" -> Arrival.SENT;
              case "delivered", "read" -> Arrival.DELIVERED;
              case "undelivered", "failed" -> Arrival.UNDELIVERED;
              default -> null; // it has only taken it, as it said before
            };
        yield report(claim, fields.getOrDefault("MessageSid", ""), arrival, lost(arrival, fields));
      }
      case CALL -> {
        String status = fields.getOrDefault("CallStatus", "");
        Arrival arrival =
            switch (status) {
              case "in-progress", "completed" -> Arrival.DELIVERED;
              case "busy", "no-answer", "canceled" -> Arrival.UNANSWERED;
              case "failed" -> Arrival.UNDELIVERED;
              default -> null;
            };
        yield report(
            claim,
            fields.getOrDefault("CallSid", ""),
            arrival,
            arrival == null || arrival == Arrival.DELIVERED ? null : unanswered(status, fields));
      }
    };
  }

  private CompletionStage<HttpResponse> report(
      Claim claim, String sid, @Nullable Arrival arrival, @Nullable String reason) {
    HttpResponse done = HttpResponse.create().withStatus(204);
    return arrival == null
        ? CompletableFuture.completedStage(done)
        : parts.reports().report(claim, sid, arrival, reason).thenApply(taken -> done);
  }

  private static @Nullable String lost(@Nullable Arrival arrival, Map<String, String> fields) {
    if (arrival != Arrival.UNDELIVERED) {
      return null;
    }
    int code = code(fields);
    return code == 0 ? "Twilio gave no reason" : Faults.words(code, "");
  }

  private static String unanswered(String status, Map<String, String> fields) {
    int code = code(fields);
    String words =
        switch (status) {
          case "busy" -> "the line was busy";
          case "no-answer" -> "nobody answered the call";
          case "canceled" -> "the call was canceled";
          default -> "the call could not be made";
        };
    return code == 0 ? words : words + ": " + Faults.words(code, "");
  }

  private static int code(Map<String, String> fields) {
    String code = fields.getOrDefault("ErrorCode", "");
    return code.matches("[1-9]\\d{0,5}") ? Integer.parseInt(code) : 0;
  }

  private static int round(HttpRequest request) {
    return request
        .getUri()
        .query()
        .get("round")
        .filter(round -> round.matches("\\d{1,3}"))
        .map(Integer::parseInt)
        .orElse(1);
  }

  private static HttpResponse xml(String document) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(XML, document.getBytes(StandardCharsets.UTF_8)))
        .addHeader(RawHeader.create("Cache-Control", "no-store"));
  }

  private static CompletionStage<HttpResponse> answer(Problem problem) {
    return CompletableFuture.completedStage(problem.response());
  }
}
