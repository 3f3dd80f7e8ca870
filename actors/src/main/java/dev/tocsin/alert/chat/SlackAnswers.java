package dev.tocsin.alert.chat;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.Alerts;
import dev.tocsin.alert.Answer;
import dev.tocsin.alert.Answerers;
import dev.tocsin.alert.Answering;
import dev.tocsin.alert.Response;
import dev.tocsin.alert.Via;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Wording;
import dev.tocsin.notify.slack.SlackButton;
import dev.tocsin.notify.slack.SlackKind;
import dev.tocsin.notify.slack.SlackPress;
import dev.tocsin.notify.slack.SlackReplies;
import dev.tocsin.notify.slack.SlackSignature;
import dev.tocsin.notify.slack.SlackTokens;
import dev.tocsin.tenancy.Author;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes buttons that are pressed in Slack, and says to who pressed them what came of it. Who that
 * is, is known to Slack alone: the alert keeps the name that it gives, unless the message went to
 * somebody's own place.
 */
public final class SlackAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(SlackAnswers.class);

  private static final String NOT_TAKEN =
      "Tocsin could not take that. Please press the button again.";
  private static final String NOT_YOU =
      "You may not answer alerts of this organization. One of its owners can change that.";
  private static final String ANSWERED =
      "it has been answered. Open it in Tocsin to take it to the next step all the same.";

  private final ChatPlaces places;
  private final AlertBoard board;
  private final SlackTokens tokens;
  private final SlackReplies replies;
  private final InstantSource clock;
  private final Answerers answerers;
  private final Answering answering;
  private final RecentPresses recent = new RecentPresses();

  public SlackAnswers(
      NodeConfiguration configuration,
      AlertBoard board,
      Alerts alerts,
      SlackTokens tokens,
      SlackReplies replies,
      InstantSource clock) {
    this.places = new ChatPlaces(configuration);
    this.board = board;
    this.tokens = tokens;
    this.replies = replies;
    this.clock = clock;
    this.answerers = new Answerers(configuration);
    this.answering = new Answering(alerts, board);
  }

  /** What Slack has signed. */
  public static final class Signed {
    private final SlackPress press;
    private final AlertRef alert;
    private final ChatPlaces.Place place;
    private final String code;

    private Signed(SlackPress press, AlertRef alert, ChatPlaces.Place place, String code) {
      this.press = press;
      this.alert = alert;
      this.place = place;
      this.code = code;
    }

    /** Of a request that is told again the signature is the same, on whichever node. */
    private Answer answer() {
      return Answer.of(Via.CHAT, "slack " + code, press.who() + " (Slack)");
    }
  }

  /**
   * Reads who is meant first, for each place has a secret of its own, and believes nothing that is
   * not signed with it.
   *
   * @param payload of the form that came
   * @param body all of it, to the byte
   * @return empty where it is not signed so, the same where there is no such place
   * @throws StoreUnavailableException while this node does not know its places
   */
  public Optional<Signed> read(String payload, ByteBuffer body, SlackSignature signature) {
    return SlackPress.read(payload)
        .flatMap(
            press ->
                tokens.read(press.token()).flatMap(claim -> signed(press, claim, body, signature)));
  }

  private Optional<Signed> signed(
      SlackPress press, SlackTokens.Claim claim, ByteBuffer body, SlackSignature signature) {
    AlertRef alert = new AlertRef(claim.organization(), new AlertId(claim.alert()));
    return places
        .find(claim.organization(), claim.endpoint())
        .filter(
            place ->
                secret(place.endpoint())
                    .filter(secret -> signature.isOf(secret, body, clock.instant()))
                    .isPresent())
        .map(place -> new Signed(press, alert, place, signature.code()));
  }

  private static Optional<String> secret(Endpoint endpoint) {
    return endpoint.type().equals(SlackKind.TYPE)
        ? endpoint.optional(SlackKind.SIGNING_SECRET)
        : Optional.empty();
  }

  /**
   * Does it once, however often it is told.
   *
   * @return completes when it is done or refused, and fails with {@link StoreUnavailableException}
   *     where it was not taken; who pressed the button is told of each
   */
  public CompletionStage<Void> pressed(Signed signed) {
    if (!recent.isFirst(signed.code, clock.instant())) {
      return CompletableFuture.completedFuture(null);
    }
    return answered(signed)
        .whenComplete(
            (text, failure) -> {
              if (failure != null) {
                recent.forget(signed.code);
              }
              say(signed, failure == null ? text : NOT_TAKEN);
            })
        .thenAccept(text -> {});
  }

  private void say(Signed signed, String text) {
    replies
        .say(signed.place.endpoint(), signed.press.replies(), text)
        .thenAccept(
            outcome -> {
              if (!(outcome instanceof Outcome.Delivered)) {
                LOG.info("Who pressed a button in Slack is not told what came of it: {}", outcome);
              }
            });
  }

  private CompletionStage<String> answered(Signed signed) {
    var person = signed.place.person();
    if (!answerers.mayAnswer(signed.alert.organization(), person)) {
      return CompletableFuture.completedFuture(NOT_YOU);
    }
    Author by = person == null ? null : Author.user(person);
    SlackButton button = signed.press.button();
    Optional<AlertRecord> alert = board.find(signed.alert).map(AlertSight::record);
    String title = alert.map(SlackAnswers::title).orElse("The alert");
    if (button == SlackButton.ESCALATE
        && by == null
        && alert.filter(SlackAnswers::isSilent).isPresent()) {
      return CompletableFuture.completedFuture(title + ": " + ANSWERED);
    }
    return answering
        .respond(signed.alert, response(button, by, signed.answer()))
        .thenApply(
            refusal ->
                refusal
                    .map(why -> title + ": " + why)
                    .orElseGet(() -> done(button) + signed.press.who() + ": " + title + "."));
  }

  private static Response response(SlackButton button, @Nullable Author by, Answer answer) {
    return switch (button) {
      case ACKNOWLEDGE -> new Response.Acknowledge(by, Via.CHAT, answer);
      case RESOLVE -> new Response.Resolve(by, Via.CHAT, answer);
      case ESCALATE -> new Response.Escalate(by, answer);
    };
  }

  private static String done(SlackButton button) {
    return switch (button) {
      case ACKNOWLEDGE -> "Acknowledged by ";
      case RESOLVE -> "Resolved by ";
      case ESCALATE -> "Escalated to the next step by ";
    };
  }

  /** An alert that was answered climbs for somebody who is known alone. */
  private static boolean isSilent(AlertRecord alert) {
    return alert.state() == AlertState.ACKNOWLEDGED || alert.standing().snoozedUntil() != null;
  }

  private static String title(AlertRecord alert) {
    AlertSubject subject = alert.subject();
    return subject == null ? "The alert" : Wording.line(subject.title());
  }
}
