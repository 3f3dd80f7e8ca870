package dev.tocsin.app.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.ApiClient;
import dev.tocsin.app.testing.ApiClient.Answer;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One of several who change monitors by the API until Tocsin is gone, and keep the answers. Each
 * has a monitor of their own, whose state they set, pause and rename, and makes and deletes others.
 * Every change is one: it leaves the monitor in another state than before.
 */
final class Person implements Runnable {
  private enum Change {
    UP("monitor.state"),
    DOWN("monitor.state"),
    DEGRADED("monitor.state"),
    PAUSE("monitor.pause"),
    RESUME("monitor.resume"),
    RENAME("monitor.update"),
    CREATE("monitor.create"),
    DELETE("monitor.delete");

    private final String action;

    Change(String action) {
      this.action = action;
    }
  }

  private final ApiClient api;
  private final Random random;
  private final String monitor;
  private final String firstName;
  private final List<JsonNode> states = new ArrayList<>();
  private final Map<Change, Integer> done = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<String> created = new ArrayList<>();
  private final List<String> deleted = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private @Nullable Change unanswered;
  private @Nullable String unansweredTarget;

  Person(ApiClient api, long seed, String name) {
    this.api = api;
    this.random = new Random(seed);
    this.monitor = api.manual(name);
    this.firstName = name;
  }

  @Override
  public void run() {
    while (refused.isEmpty()) {
      var change = choose();
      unanswered = change;
      try {
        var answer = make(change);
        if (answer.status() >= 300) {
          refused.add(change + ": " + answer);
          return;
        }
        keep(change, answer.body());
        unanswered = null;
      } catch (UncheckedIOException gone) {
        return;
      }
    }
  }

  private Change choose() {
    var possible = new ArrayList<>(List.of(Change.RENAME, Change.CREATE));
    if (created.size() > deleted.size()) {
      possible.add(Change.DELETE);
    }
    switch (status()) {
      case "pending" -> possible.addAll(List.of(Change.UP, Change.DOWN, Change.DOWN));
      case "up" ->
          possible.addAll(List.of(Change.DOWN, Change.DOWN, Change.DEGRADED, Change.PAUSE));
      case "degraded" -> possible.addAll(List.of(Change.UP, Change.DOWN));
      case "down" -> possible.addAll(List.of(Change.UP, Change.UP, Change.DEGRADED, Change.PAUSE));
      case "paused" -> possible.addAll(List.of(Change.RESUME, Change.RESUME));
      default -> throw new AssertionError(status());
    }
    return possible.get(random.nextInt(possible.size()));
  }

  private String status() {
    return states.isEmpty() ? "pending" : states.getLast().path("status").textValue();
  }

  private Answer make(Change change) {
    var path = "/monitors/" + monitor;
    var name = firstName + " " + (names.size() + created.size());
    unansweredTarget = change == Change.DELETE ? created.get(deleted.size()) : name;
    return switch (change) {
      case UP, DOWN, DEGRADED -> {
        var status = change.name().toLowerCase(Locale.ROOT);
        yield api.post(path + "/state", ApiClient.object().put("status", status));
      }
      case PAUSE -> api.post(path + "/pause");
      case RESUME -> api.post(path + "/resume");
      case RENAME -> api.patch(path, ApiClient.object().put("name", name));
      case CREATE ->
          api.post("/monitors", ApiClient.object().put("name", name).put("type", "manual"));
      case DELETE -> api.delete("/monitors/" + created.get(deleted.size()));
    };
  }

  private void keep(Change change, JsonNode answer) {
    done.merge(change, 1, Integer::sum);
    switch (change) {
      case UP, DOWN, DEGRADED, PAUSE, RESUME -> states.add(answer);
      case RENAME -> names.add(answer.path("name").textValue());
      case CREATE -> created.add(answer.path("id").textValue());
      case DELETE -> deleted.add(created.get(deleted.size()));
    }
  }

  int changes() {
    return done.values().stream().mapToInt(Integer::intValue).sum();
  }

  void assertThatNothingWasRefused() {
    assertThat(refused).isEmpty();
  }

  /** Compares what is there with what was answered; only the last change may be either way. */
  void verify(ApiClient now) {
    verifyState(now);
    verifyOutages(now);
    verifyOthers(now);
    verifyAudit(now);
  }

  private boolean open(Change... changes) {
    return unanswered != null && List.of(changes).contains(unanswered);
  }

  private boolean stateIsOpen() {
    return open(Change.UP, Change.DOWN, Change.DEGRADED, Change.PAUSE, Change.RESUME);
  }

  private void verifyState(ApiClient now) {
    var there = now.get("/monitors/" + monitor).ok();
    var name = names.isEmpty() ? firstName : names.getLast();
    if (open(Change.RENAME)) {
      assertThat(there.path("name").textValue()).isIn(name, unansweredTarget);
    } else {
      assertThat(there.path("name").textValue()).isEqualTo(name);
    }
    assertThat(there.path("stored").asBoolean()).isTrue();
    if (!states.isEmpty() && !(stateIsOpen() && differs(there, states.getLast()))) {
      assertThat(there.path("since")).isEqualTo(states.getLast().path("since"));
      assertThat(there.path("outage")).isEqualTo(states.getLast().path("outage"));
      assertThat(there.path("status")).isEqualTo(states.getLast().path("status"));
    }
  }

  private static boolean differs(JsonNode one, JsonNode other) {
    return !one.path("status").equals(other.path("status"));
  }

  private void verifyOutages(ApiClient now) {
    var stored = new ArrayList<>(now.all("/monitors/" + monitor + "/outages"));
    stored.sort((one, other) -> text(one, "startedAt").compareTo(text(other, "startedAt")));
    var expected = expectedOutages();
    if (stateIsOpen() && stored.size() == expected.size() + 1) {
      assertThat(unanswered).isEqualTo(Change.DOWN);
      stored.removeLast();
    }
    assertThat(stored).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      var is = stored.get(i);
      var should = expected.get(i);
      assertThat(text(is, "id")).isEqualTo(should.id);
      assertThat(text(is, "startedAt")).isEqualTo(should.started);
      var last = i == expected.size() - 1;
      if (!(last && should.ended == null && stateIsOpen())) {
        assertThat(text(is, "endedAt")).isEqualTo(should.ended);
      }
    }
  }

  private record Expected(String id, String started, @Nullable String ended) {}

  /** What the answers say: down since then with that outage, and what came next ended it. */
  private List<Expected> expectedOutages() {
    var expected = new ArrayList<Expected>();
    for (var state : states) {
      if (!expected.isEmpty() && expected.getLast().ended == null) {
        var open = expected.removeLast();
        expected.add(new Expected(open.id, open.started, text(state, "since")));
      }
      if (text(state, "outage") != null) {
        expected.add(new Expected(text(state, "outage"), text(state, "since"), null));
      }
    }
    return expected;
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).textValue();
  }

  private void verifyOthers(ApiClient now) {
    var unsure = open(Change.DELETE) ? unansweredTarget : null;
    for (var id : created) {
      var status = now.get("/monitors/" + id).status();
      if (deleted.contains(id)) {
        assertThat(status).isEqualTo(404);
      } else if (!id.equals(unsure)) {
        assertThat(status).isEqualTo(200);
      }
    }
    var mine =
        now.all("/monitors").stream().filter(it -> text(it, "name").startsWith(firstName)).count();
    var sure = 1 + created.size() - deleted.size();
    assertThat(mine)
        .isBetween(
            (long) sure - (open(Change.DELETE) ? 1 : 0),
            (long) sure + (open(Change.CREATE) ? 1 : 0));
  }

  /** One row for each change of this person's monitor, however often it had to be handed over. */
  private void verifyAudit(ApiClient now) {
    var counts = new LinkedHashMap<String, Integer>();
    for (var row : now.all("/audit-log")) {
      if (row.path("target").path("id").textValue().equals(monitor)) {
        counts.merge(row.path("action").textValue(), 1, Integer::sum);
      }
    }
    var expected = new LinkedHashMap<String, Integer>();
    expected.put(Change.CREATE.action, 1);
    done.forEach(
        (change, times) -> {
          if (change != Change.CREATE && change != Change.DELETE) {
            expected.merge(change.action, times, Integer::sum);
          }
        });
    if (unanswered != null && stateIsOpen() || open(Change.RENAME)) {
      var more = new LinkedHashMap<>(expected);
      more.merge(unanswered.action, 1, Integer::sum);
      assertThat(counts).isIn(expected, more);
    } else {
      assertThat(counts).isEqualTo(expected);
    }
  }
}
