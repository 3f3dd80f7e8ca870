package dev.tocsin.http.page;

import dev.tocsin.http.page.CalendarDrawing.Reader;
import dev.tocsin.http.page.OnCallPages.State;
import dev.tocsin.oncall.Shift;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says to somebody whether they are on call, until when, and who is next. */
final class OnCallWords {
  private static final Comparator<@Nullable Instant> SOONEST =
      Comparator.nullsLast(Comparator.naturalOrder());

  private final Reader reader;
  private final TurnWords words;

  OnCallWords(Reader reader) {
    this.reader = reader;
    this.words = TurnWords.of(reader.times());
  }

  /** A sentence and what follows it, which may be empty. */
  List<String> say(List<State> states) {
    if (states.isEmpty()) {
      return List.of("Nobody is on call.", "");
    }
    Optional<State> mine =
        states.stream()
            .filter(state -> reader.self().equals(state.user()))
            .max(Comparator.comparing(State::until, SOONEST));
    return mine.map(this::onCall).orElseGet(() -> offCall(states));
  }

  private List<String> onCall(State state) {
    Instant until = state.until();
    return List.of(
        until == null
            ? "You are on call until further notice."
            : "You are on call until " + words.full(until) + ".",
        "For " + state.schedule().name() + "." + follows(state));
  }

  private String follows(State state) {
    Instant until = state.until();
    if (until == null) {
      return "";
    }
    Shift next = state.next();
    UserId follows = next == null ? null : next.user();
    if (next == null || follows == null) {
      return " Nobody follows.";
    }
    return next.from().isAfter(until)
        ? " Then nobody until " + words.full(next.from()) + ", then " + called(follows) + "."
        : " Then " + called(follows) + " until " + words.full(next.until()) + ".";
  }

  private List<String> offCall(List<State> states) {
    record Coming(State state, Shift shift) {}
    Optional<Coming> mine =
        states.stream()
            .flatMap(
                state ->
                    state.ahead().stream()
                        .filter(shift -> reader.self().equals(shift.user()))
                        .limit(1)
                        .map(shift -> new Coming(state, shift)))
            .min(Comparator.comparing(coming -> coming.shift().from()));
    State first = mine.map(Coming::state).orElseGet(states::getFirst);
    String present = present(first);
    return mine.map(
            coming ->
                List.of("You are on call from " + words.full(coming.shift().from()) + ".", present))
        .orElseGet(() -> List.of("You are not on call.", present));
  }

  private String present(State state) {
    UserId user = state.user();
    Instant until = state.until();
    return (user == null ? "Nobody" : called(user))
        + " is on call for "
        + state.schedule().name()
        + (until == null ? " now." : " until " + words.full(until) + ".");
  }

  private String called(UserId user) {
    return user.equals(reader.self()) ? "you" : reader.name(user);
  }
}
