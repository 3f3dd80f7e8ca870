package dev.tocsin.alert.phone;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertParts;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.Alerts;
import dev.tocsin.alert.Answer;
import dev.tocsin.alert.Answerers;
import dev.tocsin.alert.Answering;
import dev.tocsin.alert.Notification;
import dev.tocsin.alert.Via;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.sms.SmsReply.Action;
import dev.tocsin.notify.twilio.CallbackLinks;
import dev.tocsin.notify.twilio.CallbackLinks.Claim;
import dev.tocsin.notify.twilio.CallbackLinks.Way;
import dev.tocsin.notify.voice.CallScript;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.UserId;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes keys that are pressed in calls, and says what came of them. */
public final class CallAnswers {
  /** After so many times a mailbox listens, or nobody. */
  private static final int MOST_ROUNDS = 5;

  private static final int MOST_LISTED = 20;

  private final NodeConfiguration configuration;
  private final AlertParts.Wording wording;
  private final CallbackLinks links;
  private final URI publicUrl;
  private final Answerers answerers;
  private final Answering answering;
  private final Called called;

  /**
   * @param publicUrl what links begin with
   */
  public CallAnswers(
      NodeConfiguration configuration,
      AlertBoard board,
      Alerts alerts,
      AlertParts.Wording wording,
      CallbackLinks links,
      URI publicUrl) {
    this.configuration = configuration;
    this.wording = wording;
    this.links = links;
    this.publicUrl = publicUrl;
    this.answerers = new Answerers(configuration);
    this.answering = new Answering(alerts, board);
    this.called = new Called(board);
  }

  /**
   * A call in which a key may have been pressed.
   *
   * @param token that its address bore
   * @param sid the service's own name for the call
   * @param round how often it was read before, from 1
   */
  public record Keys(String token, Claim claim, String sid, String digits, int round) {}

  /** What the call says next; never fails for want of the store: who listens may press again. */
  public CompletionStage<String> pressed(Keys keys) {
    Action action = action(keys.digits());
    boolean isBundle = keys.claim().notification() == null;
    if (action == null) {
      return CompletableFuture.completedStage(repeated(keys, "Once more."));
    }
    if (isBundle && action != Action.ACKNOWLEDGE) {
      return CompletableFuture.completedStage(
          repeated(keys, "Several alerts can only be acknowledged together."));
    }
    List<AlertRef> alerts = called.alerts(keys.claim(), keys.sid());
    UserId person = person(keys.claim(), alerts);
    if (!answerers.mayAnswer(keys.claim().organization(), person)) {
      return CompletableFuture.completedStage(
          CallScript.last("You may not answer alerts of this organization. Goodbye."));
    }
    Answer answer =
        keys.sid().isEmpty() ? null : Answer.of(Via.CALL, keys.sid() + " " + keys.digits(), null);
    return Answering.all(
            alerts,
            alert -> answering.respond(alert, Responses.of(action, person, Via.CALL, answer)))
        .thenApply(refusals -> CallScript.last(said(action, refusals)))
        .exceptionally(
            failure -> {
              if (Answering.cause(failure) instanceof StoreUnavailableException) {
                return repeated(keys, "Tocsin could not take that. Please press the key again.");
              }
              throw new CompletionException(Answering.cause(failure));
            });
  }

  private static @Nullable Action action(String digits) {
    return switch (digits) {
      case "4" -> Action.ACKNOWLEDGE;
      case "5" -> Action.ESCALATE;
      case "6" -> Action.RESOLVE;
      default -> null;
    };
  }

  private static String said(Action action, List<Optional<String>> refusals) {
    long done = refusals.stream().filter(Optional::isEmpty).count();
    if (done == 0) {
      return refusals.stream().flatMap(Optional::stream).findFirst().orElse("Nothing is open.")
          + " Goodbye.";
    }
    return switch (action) {
      case ACKNOWLEDGE ->
          done == 1
              ? "Acknowledged. Nobody else is told. Goodbye."
              : done + " alerts are acknowledged. Goodbye.";
      case RESOLVE -> "Resolved. Goodbye.";
      case ESCALATE -> "Escalated. The next step is told now. Goodbye.";
    };
  }

  private String repeated(Keys keys, String sentence) {
    List<AlertRecord> records = new ArrayList<>();
    called
        .alerts(keys.claim(), keys.sid())
        .forEach(alert -> called.record(alert).ifPresent(records::add));
    if (keys.round() >= MOST_ROUNDS || records.isEmpty()) {
      return CallScript.last("Goodbye.");
    }
    URI next = URI.create(links.link(Way.KEYS, keys.token()) + "?round=" + (keys.round() + 1));
    return CallScript.again(sentence, message(keys.claim(), records), next);
  }

  private Message message(Claim claim, List<AlertRecord> records) {
    List<Message.Notice> notices = new ArrayList<>();
    for (AlertRecord each : records.subList(0, Math.min(MOST_LISTED, records.size()))) {
      Called.any(each, claim)
          .map(Notification::intended)
          .ifPresent(intended -> notices.add(wording.notice(each, intended)));
    }
    UUID notification = claim.notification();
    return new Message(
        notification == null ? claim.endpoint() : notification,
        notification == null ? Message.Kind.BUNDLE : Message.Kind.TRIGGERED,
        configuration.find(claim.organization()) instanceof Lookup.Found<Organization>(var found)
            ? found.name()
            : "",
        notices,
        records.size() - notices.size(),
        null,
        URI.create(publicUrl + "/alerts"),
        false);
  }

  /** Whom it called; null for a channel. */
  private @Nullable UserId person(Claim claim, List<AlertRef> alerts) {
    for (AlertRef each : alerts) {
      Optional<Notification> told = called.record(each).flatMap(it -> Called.any(it, claim));
      if (told.isPresent()) {
        return told.get().intended().person();
      }
    }
    return configuration.item(claim.organization(), ContactMethod.KIND, claim.endpoint())
            instanceof Lookup.Found<Item<ContactMethod>>(var method)
        ? method.content().user()
        : null;
  }
}
