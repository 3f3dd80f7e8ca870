package dev.tocsin.http.page;

import dev.tocsin.bulk.BulkAction;
import dev.tocsin.bulk.BulkProgress;
import dev.tocsin.bulk.BulkProgress.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * How far a change of many monitors is, as the list of monitors shows it.
 *
 * @param sentence what is done, or came of it
 * @param through how many of them it has come to
 * @param unnamed how many more than {@code refused} could not be changed
 */
public record BulkView(
    String id,
    boolean isUnderWay,
    String sentence,
    int through,
    int total,
    List<Row> refused,
    int unnamed) {

  /** One that could not be changed. */
  public record Row(String id, String name, String why) {}

  static BulkView of(BulkProgress progress, Instant now) {
    Tally tally = progress.tally();
    return new BulkView(
        progress.id().toString(),
        progress.isUnderWay(now),
        sentence(progress, now),
        tally.done() + tally.refused(),
        progress.total(),
        progress.refusals().stream()
            .map(each -> new Row(each.monitor().toString(), each.name(), each.why()))
            .toList(),
        tally.refused() - progress.refusals().size());
  }

  private static String sentence(BulkProgress progress, Instant now) {
    Tally tally = progress.tally();
    if (tally.isOver()) {
      return sentence(progress.action(), tally.done(), tally.refused());
    }
    return progress.isSilent(now)
        ? "The node that did this has ended. "
            + past(progress.action())
            + " "
            + number(tally.done())
            + " of "
            + monitors(progress.total())
            + "; for the rest, do the same once more."
        : present(progress.action()) + " " + monitors(progress.total());
  }

  /** {@code Paused 12 monitors.} */
  static String sentence(BulkAction action, int done, int not) {
    if (not == 0) {
      return done == 0 ? "They are gone." : past(action) + " " + monitors(done) + ".";
    }
    return done == 0
        ? "Nothing was done: " + monitors(not) + " could not be changed."
        : past(action)
            + " "
            + monitors(done)
            + ". "
            + (not == 1 ? "One" : number(not))
            + " could not be changed.";
  }

  private static String past(BulkAction action) {
    return switch (action) {
      case PAUSE -> "Paused";
      case RESUME -> "Resumed";
      case TAG -> "Tagged";
      case UNTAG -> "Untagged";
      case DELETE -> "Deleted";
    };
  }

  private static String present(BulkAction action) {
    return switch (action) {
      case PAUSE -> "Pausing";
      case RESUME -> "Resuming";
      case TAG -> "Tagging";
      case UNTAG -> "Untagging";
      case DELETE -> "Deleting";
    };
  }

  private static String monitors(int count) {
    return count == 1 ? "one monitor" : number(count) + " monitors";
  }

  /** {@code 1,234}. */
  static String number(int count) {
    return String.format(Locale.ENGLISH, "%,d", count);
  }

  public String progress() {
    return number(through) + " of " + number(total);
  }
}
