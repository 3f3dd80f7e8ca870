package dev.tocsin.cluster;

import dev.tocsin.conf.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who forms a cluster, and who joins one. Two clusters on one store would both page, so a node
 * forms one only when it is certain that nobody else is in the present one: whoever was ever seen
 * has been asked, and is not there.
 */
public final class Formation {
  private Formation() {}

  /** What a node answers, or its address for it. */
  public sealed interface Answer {
    /** The address refuses connections: nobody is there. */
    record Refused() implements Answer {}

    /** It is there, and a member of this cluster, or of none. */
    record Present(Optional<UUID> incarnation) implements Answer {}

    /** It does not answer in time, or in a way that tells nothing. It may be there. */
    record Silent() implements Answer {}
  }

  /** A node that was asked, as its row was then. */
  public record Asked(NodeRow row, Answer answer) {}

  /**
   * What a decision is made of.
   *
   * @param content of the table now, read while no other node decides
   * @param asked what was found out before, for rows as they were then
   * @param reachable for how long the store has answered without a break
   * @param timeToLive a row not seen for this long is stale
   * @param forgetAfter a silent node not seen for this long is taken to be gone
   * @param proposed the incarnation of a cluster to be formed
   */
  public record View(
      NodeTable.Content content,
      List<Asked> asked,
      Duration reachable,
      Duration timeToLive,
      Duration forgetAfter,
      UUID proposed) {}

  /** What to do now. */
  public sealed interface Decision {
    /** Become a member of the present cluster, through any of these. */
    record Join(UUID incarnation, List<HostPort> addresses) implements Decision {}

    /** Be the first member of a new cluster. */
    record Form(UUID incarnation) implements Decision {}

    /** Look again later. */
    record Wait(Why why, String explanation) implements Decision {}
  }

  /** Why nothing is done yet. */
  public enum Why {
    /** Some rows were not asked as they are now. */
    ASK,
    /** The store has not answered for long enough; members may not have been able to be seen. */
    STORE_JUST_BACK,
    /** Somebody may be there and does not answer; a person can tell. */
    SILENT_NODE
  }

  public static Decision decide(View view) {
    var present = view.content().incarnation();
    if (present.isPresent()) {
      var members = members(view, present.get());
      if (!members.isEmpty()) {
        return new Decision.Join(present.get(), members);
      }
    }
    var others = view.content().others();
    if (others.isEmpty()) {
      return new Decision.Form(view.proposed());
    }
    if (others.stream().anyMatch(row -> answerOf(row, view).isEmpty())) {
      return new Decision.Wait(Why.ASK, "Other nodes are in the table and were not asked yet.");
    }
    var silent = others.stream().filter(row -> blocks(row, view)).map(NodeRow::address).toList();
    if (!silent.isEmpty()) {
      return new Decision.Wait(Why.SILENT_NODE, explain(silent, view));
    }
    if (view.reachable().compareTo(view.timeToLive()) < 0) {
      return new Decision.Wait(
          Why.STORE_JUST_BACK,
          "Other nodes get "
              + view.timeToLive().toSeconds()
              + " s to be seen before a new cluster is formed.");
    }
    return new Decision.Form(view.proposed());
  }

  /** Seen lately, or, where the store was kept from them, saying so themselves. */
  private static List<HostPort> members(View view, UUID present) {
    var members = new ArrayList<HostPort>();
    for (var row : view.content().others()) {
      var live =
          row.incarnation().equals(Optional.of(present))
              && row.age().compareTo(view.timeToLive()) < 0;
      var says = answerOf(row, view).equals(Optional.of(new Answer.Present(Optional.of(present))));
      if (live || says) {
        members.add(row.address());
      }
    }
    return members;
  }

  /** Only an answer for the row as it is now counts: what changed meanwhile is asked anew. */
  private static Optional<Answer> answerOf(NodeRow row, View view) {
    return view.asked().stream()
        .filter(asked -> asked.row().isSameAs(row))
        .map(Asked::answer)
        .findFirst();
  }

  private static boolean blocks(NodeRow row, View view) {
    return answerOf(row, view).equals(Optional.of(new Answer.Silent()))
        && row.age().compareTo(view.forgetAfter()) < 0;
  }

  private static String explain(List<HostPort> silent, View view) {
    var names = String.join(", ", silent.stream().map(HostPort::toString).toList());
    return "No cluster is formed, because "
        + names
        + " does not answer and may be running behind a broken network. Start it, or if it is gone"
        + " for good remove its row from the table node; it is taken to be gone "
        + view.forgetAfter().toMinutes()
        + " min after it was last seen.";
  }
}
