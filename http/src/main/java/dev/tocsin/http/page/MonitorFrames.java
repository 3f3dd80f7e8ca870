package dev.tocsin.http.page;

import dev.tocsin.http.page.MonitorFormView.Back;
import dev.tocsin.http.page.MonitorFormView.Frame;
import dev.tocsin.http.page.MonitorForms.Subject;
import dev.tocsin.http.page.form.FilledForm;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands around the fields of a monitor's form. */
final class MonitorFrames {
  private static final String NEW = "/monitors/new";

  private MonitorFrames() {}

  /**
   * @param typed empty where nobody has typed yet
   */
  static Frame of(Subject subject, Map<String, String> typed) {
    MonitorConfig monitor = subject.monitor();
    return switch (subject.source()) {
      case NOTHING -> fresh(subject, typed);
      case ANOTHER -> monitor == null ? fresh(subject, typed) : copy(subject, monitor, typed);
      case ITSELF -> monitor == null ? fresh(subject, typed) : change(monitor, typed);
    };
  }

  private static Frame fresh(Subject subject, Map<String, String> typed) {
    String type = subject.kind().type();
    return new Frame(
        subject.kind().asks(),
        null,
        new Back("Add a monitor", NEW),
        NEW,
        Map.of("type", type, "id", id(typed)),
        "Add it",
        "Add nothing");
  }

  private static Frame copy(Subject subject, MonitorConfig monitor, Map<String, String> typed) {
    String id = monitor.ref().monitor().toString();
    return new Frame(
        "Copy " + monitor.name() + ".",
        lead(subject),
        new Back(monitor.name(), "/monitors/" + id),
        NEW,
        Map.of("type", subject.kind().type(), "from", id, "id", id(typed)),
        "Add the copy",
        "Copy nothing");
  }

  private static @Nullable String lead(Subject subject) {
    if (subject.kind().type().equals("heartbeat")) {
      return "It has the same settings. Its addresses and keys will be its own.";
    }
    List<String> secrets = FilledForm.secrets(subject.kind(), subject.base());
    return "It has the same settings."
        + (secrets.isEmpty()
            ? ""
            : " Secrets are not copied. Enter again: " + String.join(", ", secrets) + ".");
  }

  private static Frame change(MonitorConfig monitor, Map<String, String> typed) {
    String address = "/monitors/" + monitor.ref().monitor();
    Map<String, String> hidden = new HashMap<>();
    // what was loaded then, so that a refusal is not taken back by sending it again
    hidden.put("revision", typed.getOrDefault("revision", Long.toString(monitor.revision())));
    return new Frame(
        "Edit " + monitor.name() + ".",
        null,
        new Back(monitor.name(), address),
        address + "/edit",
        hidden,
        "Save changes",
        "Leave it as it was");
  }

  private static String id(Map<String, String> typed) {
    return typed.isEmpty() ? MonitorId.create().toString() : FormIds.monitor(typed).toString();
  }
}
