package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.escalation.Team;
import dev.tocsin.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A team while somebody puts it together; a member is empty where nobody is chosen. */
record TeamDraft(String name, List<String> members) {
  private static final int MOST_MEMBERS = 200;

  TeamDraft {
    members = List.copyOf(members);
  }

  static TeamDraft of(Team team) {
    return new TeamDraft(team.name(), team.members().stream().map(Object::toString).toList());
  }

  static TeamDraft of(Map<String, String> form) {
    List<String> members = new ArrayList<>();
    while (members.size() < MOST_MEMBERS && form.containsKey(field(members.size()))) {
      members.add(form.get(field(members.size())));
    }
    return new TeamDraft(form.getOrDefault("name", "").strip(), members);
  }

  static String field(int at) {
    return "memberIds[" + at + "]";
  }

  /** What a button makes of it. */
  TeamDraft after(String deed) {
    List<String> changed = new ArrayList<>(members);
    String[] parts = deed.split(":");
    int at = parts.length > 1 && parts[1].matches("\\d{1,3}") ? Integer.parseInt(parts[1]) : -1;
    boolean isThere = at >= 0 && at < members.size();
    switch (parts[0]) {
      case "add" -> changed.add("");
      case "drop" -> {
        if (isThere) {
          changed.remove(at);
        }
      }
      case "up" -> {
        if (isThere) {
          changed.add(Math.max(0, at - 1), changed.remove(at));
        }
      }
      default -> {
        return this;
      }
    }
    return new TeamDraft(name, changed);
  }

  TeamDraft chosen() {
    return new TeamDraft(
        name, members.stream().filter(member -> !member.isEmpty()).distinct().toList());
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    if (!name.isEmpty()) {
      json.put("name", name);
    }
    ArrayNode ids = json.putArray("memberIds");
    members.forEach(ids::add);
    return json;
  }
}
