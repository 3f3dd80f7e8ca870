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
import dev.tocsin.alert.Notification;
import dev.tocsin.alert.Response;
import dev.tocsin.alert.Via;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.notify.Wording;
import dev.tocsin.notify.telegram.TelegramButton;
import dev.tocsin.notify.telegram.TelegramKind;
import dev.tocsin.notify.telegram.TelegramPress;
import dev.tocsin.notify.telegram.TelegramReplies;
import dev.tocsin.notify.telegram.TelegramSecrets;
import dev.tocsin.notify.telegram.TelegramSecrets.Bot;
import dev.tocsin.tenancy.Author;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes buttons that are pressed in Telegram. Only a chat that was told of an alert answers it, by
 * the bot that told it there; told twice by Telegram, a press is one.
 */
public final class TelegramAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(TelegramAnswers.class);

  private static final String NOT_TAKEN =
      "Tocsin could not take that. Please press the button again.";
  private static final String NOT_YOU =
      "You may not answer alerts of this organization. One of its owners can change that.";
  private static final String UNKNOWN = "Tocsin knows this alert no more: it is long over.";
  private static final String NOT_HERE = "This chat is not told of that alert any more.";

  private final ChatPlaces places;
  private final AlertBoard board;
  private final Function<AlertRef, CompletionStage<Optional<AlertSight>>> known;
  private final TelegramSecrets secrets;
  private final TelegramReplies replies;
  private final URI publicUrl;
  private final Answerers answerers;
  private final Answering answering;

  /**
   * @param known looks an alert up without starting one: which is meant is not signed
   * @param publicUrl what links begin with
   */
  public TelegramAnswers(
      NodeConfiguration configuration,
      AlertBoard board,
      Alerts alerts,
      Function<AlertRef, CompletionStage<Optional<AlertSight>>> known,
      TelegramSecrets secrets,
      TelegramReplies replies,
      URI publicUrl) {
    this.places = new ChatPlaces(configuration);
    this.board = board;
    this.known = known;
    this.secrets = secrets;
    this.replies = replies;
    this.publicUrl = publicUrl;
    this.answerers = new Answerers(configuration);
    this.answering = new Answering(alerts, board);
  }

  /**
   * What is shown to who pressed.
   *
   * @param isDone whether it is news that needs no second look
   */
  public record Said(String text, boolean isDone) {}

  /** Who calls; empty where it is not Telegram. */
  public Optional<Bot> bot(String secret) {
    return secrets.read(secret);
  }

  /**
   * Fails with {@link StoreUnavailableException} where nobody can say what alert it is, or this
   * node does not know its places.
   */
  public CompletionStage<Said> pressed(Bot bot, TelegramPress press) {
    AlertRef ref = new AlertRef(press.claim().organization(), new AlertId(press.claim().alert()));
    return known
        .apply(ref)
        .thenCompose(
            found ->
                found
                    .map(sight -> pressed(bot, press, ref, sight.record()))
                    .orElseGet(() -> said(UNKNOWN)));
  }

  private CompletionStage<Said> pressed(
      Bot bot, TelegramPress press, AlertRef ref, AlertRecord alert) {
    ChatPlaces.Place place = place(bot, press, alert);
    if (place == null) {
      return said(NOT_HERE);
    }
    if (!answerers.mayAnswer(ref.organization(), place.person())) {
      return said(NOT_YOU);
    }
    String title = title(alert);
    return answering
        .respond(ref, response(bot, press, place))
        .handle(
            (refusal, failure) -> {
              if (failure != null) {
                LOG.info("A button in Telegram was not taken: {}", String.valueOf(failure));
                return new Said(NOT_TAKEN, false);
              }
              show(place, press, ref);
              return refusal
                  .map(why -> new Said(title + ": " + why, false))
                  .orElseGet(() -> new Said(done(press.claim().button()) + title, true));
            });
  }

  private static CompletionStage<Said> said(String text) {
    return CompletableFuture.completedStage(new Said(text, false));
  }

  /** Of those that were told of the alert, the one where it was pressed. */
  private ChatPlaces.@Nullable Place place(Bot bot, TelegramPress press, AlertRecord alert) {
    List<UUID> told =
        alert.notifications().stream()
            .map(Notification::intended)
            .map(it -> it.endpoint())
            .distinct()
            .toList();
    for (UUID each : told) {
      Optional<ChatPlaces.Place> place =
          places
              .find(alert.ref().organization(), each)
              .filter(it -> it.endpoint().type().equals(TelegramKind.TYPE))
              .filter(it -> press.chat().is(it.endpoint().setting(TelegramKind.CHAT_ID)))
              .filter(it -> secrets.isOf(bot, it.endpoint()));
      if (place.isPresent()) {
        return place.get();
      }
    }
    return null;
  }

  /** Where several people write, whose place it is says nothing of who pressed. */
  private static boolean isGroup(ChatPlaces.Place place) {
    return !place.endpoint().setting(TelegramKind.CHAT_ID).matches("\\d+");
  }

  private static Response response(Bot bot, TelegramPress press, ChatPlaces.Place place) {
    Author by = place.person() == null || isGroup(place) ? null : Author.user(place.person());
    Answer answer =
        Answer.of(Via.CHAT, "telegram " + bot + " " + press.query(), press.who() + " (Telegram)");
    return switch (press.claim().button()) {
      case ACKNOWLEDGE -> new Response.Acknowledge(by, Via.CHAT, answer);
      case RESOLVE -> new Response.Resolve(by, Via.CHAT, answer);
    };
  }

  /** The message keeps the buttons that still mean something, whoever answered. */
  private void show(ChatPlaces.Place place, TelegramPress press, AlertRef ref) {
    AlertState state =
        board.find(ref).map(sight -> sight.record().state()).orElse(AlertState.RESOLVED);
    List<TelegramButton> left =
        switch (state) {
          case TRIGGERED -> List.of(TelegramButton.values());
          case ACKNOWLEDGED -> List.of(TelegramButton.RESOLVE);
          case RESOLVED -> List.of();
        };
    replies
        .show(place.endpoint(), press, left, URI.create(publicUrl + "/alerts/" + ref.alert()))
        .whenComplete(
            (fault, defect) -> {
              if (defect != null) {
                LOG.error("The buttons of a message in Telegram cannot be changed", defect);
              } else if (!fault.isEmpty()) {
                LOG.info("The buttons of a message in Telegram stay as they are: {}", fault);
              }
            });
  }

  private static String done(TelegramButton button) {
    return switch (button) {
      case ACKNOWLEDGE -> "Acknowledged: ";
      case RESOLVE -> "Resolved: ";
    };
  }

  private static String title(AlertRecord alert) {
    AlertSubject subject = alert.subject();
    return subject == null ? "The alert" : Wording.line(subject.title());
  }
}
