package dev.tocsin.oncall.calendar;

import com.github.mangstadt.vinnie.VObjectProperty;
import com.github.mangstadt.vinnie.io.VObjectPropertyValues;
import dev.tocsin.input.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The properties of an event, as they are written. */
final class EventLines {
  private static final int LONGEST_TITLE = 200;
  private static final int MOST_CANDIDATES = 30;

  /** What stands between the parts of a title: "Primary - Ann Smith", "On call: Ann (Berlin)". */
  private static final Pattern BETWEEN = Pattern.compile("\\s+[-–—|/]\\s+|[:;,()<>\\[\\]]");

  private final Map<String, List<VObjectProperty>> properties = new LinkedHashMap<>();

  void add(VObjectProperty property) {
    properties
        .computeIfAbsent(property.getName().toUpperCase(Locale.ROOT), name -> new ArrayList<>())
        .add(property);
  }

  List<VObjectProperty> all(String name) {
    return properties.getOrDefault(name, List.of());
  }

  Optional<VObjectProperty> first(String name) {
    return all(name).stream().findFirst();
  }

  String value(String name) {
    return first(name).map(VObjectProperty::getValue).map(String::strip).orElse("");
  }

  String title() {
    return Texts.cut(VObjectPropertyValues.unescape(value("SUMMARY")).strip(), LONGEST_TITLE);
  }

  /** What people know it by. */
  String name() {
    return title().isEmpty() ? "An event without a title" : title();
  }

  /** What may tell who is on call, the surest first. */
  List<String> people() {
    Set<String> people = new LinkedHashSet<>();
    for (VObjectProperty attendee : all("ATTENDEE")) {
      String address = attendee.getValue().strip();
      boolean isMail = address.regionMatches(true, 0, "mailto:", 0, 7);
      people.add(isMail ? address.substring(7).strip() : address);
    }
    for (VObjectProperty attendee : all("ATTENDEE")) {
      String name = attendee.getParameters().first("CN");
      people.add(name == null ? "" : name.strip());
    }
    people.add(title());
    for (String part : BETWEEN.split(title())) {
      people.add(part.strip());
    }
    return people.stream().filter(each -> !each.isEmpty()).limit(MOST_CANDIDATES).toList();
  }
}
