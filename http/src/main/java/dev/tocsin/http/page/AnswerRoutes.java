package dev.tocsin.http.page;

import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import dev.tocsin.ConflictException;
import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.AnswerLinks;
import dev.tocsin.alert.AnswerLinks.Claim;
import dev.tocsin.alert.Answerers;
import dev.tocsin.alert.Response;
import dev.tocsin.alert.Via;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.ClientAddress;
import dev.tocsin.http.api.AlertNames;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.ShownAlerts;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.UserId;
import dev.tocsin.tenancy.access.ThrottledException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The links in messages: a page that whatever looks into a mailbox may load as often as it likes,
 * with a button that acknowledges. Nobody signs in for it.
 */
final class AnswerRoutes extends AllDirectives {
  private final Answers answers;
  private final Notices notices;
  private final Forms forms;
  private final AnswerLinks links;
  private final NodeConfiguration configuration;
  private final Answerers answerers;
  private final ShownAlerts alerts;
  private final AlertWords words;
  private final ClientAddress addresses;
  private final AnswerLimit limit;
  private final InstantSource time;

  AnswerRoutes(
      Answers answers, Notices notices, Forms forms, ApiParts parts, ClientAddress addresses) {
    this.answers = answers;
    this.notices = notices;
    this.forms = forms;
    this.links = parts.alerts().links();
    this.configuration = parts.configuration();
    this.answerers = new Answerers(configuration);
    this.alerts = new ShownAlerts(parts);
    this.words = new AlertWords(new AlertNames(parts));
    this.addresses = addresses;
    this.limit = new AnswerLimit(parts.time());
    this.time = parts.time();
  }

  Route route() {
    return path(
        segment("ack").slash(segment()),
        token ->
            concat(
                get(() -> answers.to(request -> page(token))),
                head(() -> answers.to(request -> page(token))),
                post(() -> forms.read((request, form) -> acknowledge(request, token)))));
  }

  private CompletionStage<HttpResponse> page(String token) {
    Claim claim = claim(token).orElse(null);
    if (claim == null) {
      return Inside.done(unlisted(notices.noLink()));
    }
    return alerts
        .find(claim.alert())
        .thenApply(
            sight ->
                unlisted(
                    sight
                        .map(found -> page(token, claim, found.record()))
                        .orElseGet(notices::noLink)));
  }

  private HttpResponse page(String token, Claim claim, AlertRecord alert) {
    return answers.html(
        StatusCodes.OK,
        "alert/answer.jte",
        Map.of("token", token, "alert", view(alert, times(claim))));
  }

  private CompletionStage<HttpResponse> acknowledge(HttpRequest request, String token) {
    try {
      limit.count(addresses.of(request));
    } catch (ThrottledException tooOften) {
      return Inside.done(notices.tooOften(tooOften.retryAfter()));
    }
    Claim claim = claim(token).orElse(null);
    if (claim == null) {
      return Inside.done(unlisted(notices.noLink()));
    }
    UserId person = claim.person();
    Response response =
        new Response.Acknowledge(person == null ? null : Author.user(person), Via.LINK);
    return alerts
        .find(claim.alert())
        .thenCompose(
            sight ->
                sight.isEmpty()
                    ? Inside.done(unlisted(notices.noLink()))
                    : alerts
                        .respond(claim.alert(), response)
                        .thenApply(done -> Answers.seeOther("/ack/" + token)))
        .exceptionally(
            failure -> {
              Throwable cause = Answers.cause(failure);
              // somebody was quicker, or it is over: the page says so
              if (cause instanceof ConflictException) {
                return Answers.seeOther("/ack/" + token);
              }
              throw new CompletionException(cause);
            });
  }

  private Optional<Claim> claim(String token) {
    return links.read(token).filter(this::mayAnswer);
  }

  private boolean mayAnswer(Claim claim) {
    return answerers.mayAnswer(claim.alert().organization(), claim.person());
  }

  private Times times(Claim claim) {
    UserId person = claim.person();
    ZoneId own =
        person != null
                && configuration.person(claim.alert().organization(), person)
                    instanceof Lookup.Found<Member>(Member member)
            ? member.user().timeZone()
            : null;
    return new Times(
        time.instant(),
        own == null ? Times.zone(claim.alert().organization(), configuration) : own);
  }

  private AnswerView view(AlertRecord alert, Times times) {
    AlertSubject subject = AlertWords.subject(alert);
    return new AnswerView(
        alert.ref().alert().toString(),
        alert.ref().alert().code(),
        AlertWords.state(alert),
        subject.title(),
        subject.detail(),
        said(alert, times),
        alert.state() == AlertState.TRIGGERED);
  }

  private String said(AlertRecord alert, Times times) {
    AlertEvent.Acknowledged acknowledged = AlertWords.acknowledged(alert);
    if (acknowledged != null) {
      return words.acknowledged(alert, acknowledged)
          + " on "
          + times.time(acknowledged.at())
          + ". Nobody else is told of it any more.";
    }
    AlertEvent.Resolved resolved = AlertWords.resolved(alert);
    if (resolved != null) {
      return (resolved.by() == null && resolved.answer() == null
              ? "It was over on "
              : words.who(alert, resolved.by(), resolved.answer()) + " resolved it on ")
          + times.time(resolved.at())
          + ". There is nothing to answer.";
    }
    Instant snoozed = alert.standing().snoozedUntil();
    return "Raised on "
        + times.time(alert.raisedAt())
        + ", "
        + Words.duration(positive(Duration.between(alert.raisedAt(), times.now())))
        + " ago. "
        + (snoozed == null
            ? "Nobody has answered yet."
            : "It is silent until " + times.time(snoozed) + ".");
  }

  private static Duration positive(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  private static HttpResponse unlisted(HttpResponse page) {
    return page.addHeader(RawHeader.create("X-Robots-Tag", "noindex, nofollow"));
  }
}
