package dev.tocsin.alert.phone;

import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.Alerts;
import dev.tocsin.alert.Answering;
import dev.tocsin.alert.Via;
import dev.tocsin.alert.phone.ToldNumbers.Told;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.input.Texts;
import dev.tocsin.notify.Wording;
import dev.tocsin.notify.sms.ShortNumber;
import dev.tocsin.notify.sms.SmsReply;
import dev.tocsin.notify.sms.SmsReply.Action;
import dev.tocsin.notify.twilio.PhoneNumber;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Takes answers that come by SMS, and says by one what came of them. */
public final class SmsAnswers {
  private static final String NONE = "No alert is open for this number.";
  private static final String NOT_YOU =
      "You may not answer alerts of this organization. One of its owners can change that.";
  private static final int LONGEST_TITLE = 40;
  private static final int MOST_LISTED = 4;

  private final ToldNumbers told;
  private final Answering answering;
  private final Patience patience;

  public SmsAnswers(
      NodeConfiguration configuration, AlertBoard board, Alerts alerts, InstantSource clock) {
    this.told = new ToldNumbers(configuration, board, clock);
    this.answering = new Answering(alerts, board);
    this.patience = new Patience(clock);
  }

  /**
   * @return what is sent back; empty where nothing is. Fails with {@link
   *     dev.tocsin.StoreUnavailableException} where it was not taken.
   */
  public CompletionStage<Optional<String>> reply(PhoneNumber from, String body) {
    return switch (SmsReply.read(body)) {
      case SmsReply.OfTwilio ofTwilio -> CompletableFuture.completedStage(Optional.empty());
      // a program at the other end would go on answering for ever
      case SmsReply.Unclear unclear -> {
        List<Told> open = unresolved(told.by(from));
        yield CompletableFuture.completedStage(
            open.isEmpty() || !patience.mayExplain(from)
                ? Optional.empty()
                : Optional.of("Not understood. " + which(open)));
      }
      case SmsReply.AcknowledgeAll all -> acknowledgeAll(told.by(from)).thenApply(Optional::of);
      case SmsReply.Answer answer -> answer(answer, told.by(from)).thenApply(Optional::of);
    };
  }

  private CompletionStage<String> acknowledgeAll(List<Told> known) {
    List<Told> waiting = triggered(known);
    List<Told> may = waiting.stream().filter(Told::mayAnswer).toList();
    if (may.isEmpty()) {
      return said(waiting.isEmpty() ? nothingWaits(known) : NOT_YOU);
    }
    return Answering.all(may, each -> respond(each, Action.ACKNOWLEDGE))
        .thenApply(
            refusals -> {
              long done = refusals.stream().filter(Optional::isEmpty).count();
              return done == 1 ? "1 alert acknowledged." : done + " alerts acknowledged.";
            });
  }

  private CompletionStage<String> answer(SmsReply.Answer answer, List<Told> known) {
    List<Told> meant =
        answer
            .number()
            .map(
                number ->
                    known.stream()
                        .filter(
                            each -> ShortNumber.isOf(each.alert().ref().alert().value(), number))
                        .toList())
            .orElse(known);
    List<Told> open = unresolved(meant);
    // what is acknowledged needs no second one, so that it is not meant by a bare word
    List<Told> wanted =
        answer.number().isEmpty() && answer.action() == Action.ACKNOWLEDGE ? triggered(open) : open;
    if (wanted.size() == 1) {
      return act(wanted.getFirst(), answer.action());
    }
    if (wanted.size() > 1) {
      return said("That is said of " + wanted.size() + " alerts. " + which(wanted));
    }
    if (answer.number().isPresent() && !meant.isEmpty()) {
      return said(title(meant.getFirst().alert()) + ": it is resolved already.");
    }
    return said(
        answer.number().isPresent() && !unresolved(known).isEmpty()
            ? "No open alert has that number. " + which(unresolved(known))
            : nothingWaits(known));
  }

  private CompletionStage<String> act(Told one, Action action) {
    if (!one.mayAnswer()) {
      return said(NOT_YOU);
    }
    String done =
        switch (action) {
          case ACKNOWLEDGE -> "Acknowledged: ";
          case RESOLVE -> "Resolved: ";
          case ESCALATE -> "Escalated to the next step: ";
        };
    return respond(one, action)
        .thenApply(
            refusal ->
                refusal
                    .map(why -> title(one.alert()) + ": " + why)
                    .orElseGet(() -> done + title(one.alert()) + "."));
  }

  private CompletionStage<Optional<String>> respond(Told one, Action action) {
    return answering.respond(one.alert().ref(), Responses.of(action, one.person(), Via.SMS));
  }

  private static String nothingWaits(List<Told> known) {
    return unresolved(known).isEmpty() ? NONE : "Everything is acknowledged already.";
  }

  private static List<Told> unresolved(List<Told> known) {
    return known.stream().filter(each -> each.alert().state() != AlertState.RESOLVED).toList();
  }

  private static List<Told> triggered(List<Told> known) {
    return known.stream().filter(each -> each.alert().state() == AlertState.TRIGGERED).toList();
  }

  /** What can be sent instead. */
  private static String which(List<Told> open) {
    int digits = digits(open);
    String listed =
        open.stream()
            .limit(MOST_LISTED)
            .map(each -> "ACK " + number(each, digits) + " (" + title(each.alert()) + ")")
            .collect(Collectors.joining(", "));
    String more = open.size() > MOST_LISTED ? ", " + (open.size() - MOST_LISTED) + " more" : "";
    return "Reply "
        + listed
        + more
        + (open.size() > 1 ? ", or ACK ALL." : ". CLOSE or ESC instead of ACK.");
  }

  /** As many as tell all of them apart. */
  private static int digits(List<Told> open) {
    for (int digits = ShortNumber.USUAL; digits < ShortNumber.LONGEST; digits++) {
      int tried = digits;
      if (open.stream().map(each -> number(each, tried)).distinct().count() == open.size()) {
        return digits;
      }
    }
    return ShortNumber.LONGEST;
  }

  private static String number(Told told, int digits) {
    UUID alert = told.alert().ref().alert().value();
    return ShortNumber.of(alert, digits);
  }

  private static String title(AlertRecord alert) {
    AlertSubject subject = alert.subject();
    String title = subject == null ? "" : Wording.line(subject.title());
    return title.length() <= LONGEST_TITLE ? title : Texts.cut(title, LONGEST_TITLE) + "..";
  }

  private static CompletionStage<String> said(String text) {
    return CompletableFuture.completedStage(text);
  }
}
