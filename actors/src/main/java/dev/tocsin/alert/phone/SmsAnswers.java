package dev.tocsin.alert.phone;

import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.Alerts;
import dev.tocsin.alert.Answer;
import dev.tocsin.alert.Answering;
import dev.tocsin.alert.Via;
import dev.tocsin.alert.phone.ToldNumbers.Told;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.input.Texts;
import dev.tocsin.notify.Wording;
import dev.tocsin.notify.sms.ShortNumber;
import dev.tocsin.notify.sms.SmsReply;
import dev.tocsin.notify.sms.SmsReply.Action;
import dev.tocsin.notify.twilio.PhoneNumber;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes answers that come by SMS, and says by one what came of them. */
public final class SmsAnswers {
  private static final String NONE = "No alert is open for this number.";
  private static final String NOT_YOU =
      "You may not answer alerts of this organization. One of its owners can change that.";
  private static final int LONGEST_TITLE = 40;
  private static final int MOST_LISTED = 4;

  private final NodeConfiguration configuration;
  private final ToldNumbers told;
  private final Answering answering;
  private final Patience patience;

  public SmsAnswers(
      NodeConfiguration configuration, AlertBoard board, Alerts alerts, InstantSource clock) {
    this.configuration = configuration;
    this.told = new ToldNumbers(configuration, board, clock);
    this.answering = new Answering(alerts, board);
    this.patience = new Patience(clock);
  }

  /**
   * Told again, it does nothing a second time, whatever was raised meanwhile.
   *
   * @param sid the service's own name for the message; empty where it has none
   * @return what is sent back; empty where nothing is. Fails with {@link
   *     dev.tocsin.StoreUnavailableException} where it was not taken.
   */
  public CompletionStage<Optional<String>> reply(PhoneNumber from, String body, String sid) {
    Answer id = sid.isEmpty() ? null : Answer.of(Via.SMS, sid, null);
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
      case SmsReply.AcknowledgeAll all ->
          whereItMayMatter(from, known -> acknowledgeAll(known, id));
      case SmsReply.Answer answer -> whereItMayMatter(from, known -> answer(answer, known, id));
    };
  }

  /** Replies cost: whoever has nothing to answer is told so a few times. */
  private CompletionStage<Optional<String>> whereItMayMatter(
      PhoneNumber from, Function<List<Told>, CompletionStage<String>> answer) {
    List<Told> known = told.by(from);
    return unresolved(known).isEmpty() && !patience.mayExplain(from)
        ? CompletableFuture.completedStage(Optional.empty())
        : answer.apply(known).thenApply(Optional::of);
  }

  /** Where it was taken in part, the rest of what was open then follows. */
  private CompletionStage<String> acknowledgeAll(List<Told> known, @Nullable Answer id) {
    Instant said = firstDone(known, id);
    List<Told> waiting =
        triggered(known).stream()
            .filter(each -> said == null || !each.alert().raisedAt().isAfter(said))
            .toList();
    List<Told> may = waiting.stream().filter(Told::mayAnswer).toList();
    long before = done(known, id).size();
    if (may.isEmpty() && before == 0) {
      return said(waiting.isEmpty() ? nothingWaits(known) : NOT_YOU);
    }
    return Answering.all(may, each -> respond(each, Action.ACKNOWLEDGE, id))
        .thenApply(
            refusals -> {
              long done = before + refusals.stream().filter(Optional::isEmpty).count();
              return done == 1 ? "1 alert acknowledged." : done + " alerts acknowledged.";
            });
  }

  /** What was done for the same message before. */
  private static List<Told> done(List<Told> known, @Nullable Answer id) {
    return known.stream().filter(each -> each.alert().answered(id) != null).toList();
  }

  private static @Nullable Instant firstDone(List<Told> known, @Nullable Answer id) {
    return known.stream()
        .map(each -> each.alert().answered(id))
        .filter(Objects::nonNull)
        .map(AlertEvent::at)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private CompletionStage<String> answer(
      SmsReply.Answer answer, List<Told> known, @Nullable Answer id) {
    List<Told> before = done(known, id);
    if (!before.isEmpty()) {
      return said(done(answer.action()) + title(before.getFirst(), known) + ".");
    }
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
      return act(wanted.getFirst(), known, answer.action(), id);
    }
    if (wanted.size() > 1) {
      return said("That is said of " + wanted.size() + " alerts. " + which(wanted));
    }
    if (answer.number().isPresent() && !meant.isEmpty()) {
      return said(title(meant.getFirst(), known) + ": it is resolved already.");
    }
    return said(
        answer.number().isPresent() && !unresolved(known).isEmpty()
            ? "No open alert has that number. " + which(unresolved(known))
            : nothingWaits(known));
  }

  private CompletionStage<String> act(
      Told one, List<Told> known, Action action, @Nullable Answer id) {
    if (!one.mayAnswer()) {
      return said(NOT_YOU);
    }
    String title = title(one, known);
    return respond(one, action, id)
        .thenApply(
            refusal ->
                refusal.map(why -> title + ": " + why).orElseGet(() -> done(action) + title + "."));
  }

  private static String done(Action action) {
    return switch (action) {
      case ACKNOWLEDGE -> "Acknowledged: ";
      case RESOLVE -> "Resolved: ";
      case ESCALATE -> "Escalated to the next step: ";
    };
  }

  private CompletionStage<Optional<String>> respond(Told one, Action action, @Nullable Answer id) {
    return answering.respond(one.alert().ref(), Responses.of(action, one.person(), Via.SMS, id));
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
  private String which(List<Told> open) {
    int digits = digits(open);
    String listed =
        open.stream()
            .limit(MOST_LISTED)
            .map(each -> "ACK " + number(each, digits) + " (" + title(each, open) + ")")
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

  /** With the organization's name where the telephone was told by several. */
  private String title(Told told, List<Told> among) {
    AlertRecord alert = told.alert();
    AlertSubject subject = alert.subject();
    String title = subject == null ? "" : Wording.line(subject.title());
    String cut = title.length() <= LONGEST_TITLE ? title : Texts.cut(title, LONGEST_TITLE) + "..";
    OrganizationId organization = alert.ref().organization();
    boolean isOfSeveral =
        among.stream().anyMatch(each -> !each.alert().ref().organization().equals(organization));
    return isOfSeveral
            && configuration.find(organization) instanceof Lookup.Found<Organization>(var found)
        ? Texts.cut(Wording.line(found.name()), LONGEST_TITLE) + ": " + cut
        : cut;
  }

  private static CompletionStage<String> said(String text) {
    return CompletableFuture.completedStage(text);
  }
}
