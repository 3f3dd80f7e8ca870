package dev.tocsin.oncall.calendar;

import com.github.mangstadt.vinnie.VObjectProperty;
import com.github.mangstadt.vinnie.io.Context;
import com.github.mangstadt.vinnie.io.SyntaxRules;
import com.github.mangstadt.vinnie.io.VObjectDataListener;
import com.github.mangstadt.vinnie.io.VObjectReader;
import com.github.mangstadt.vinnie.io.Warning;
import dev.tocsin.StorableText;
import dev.tocsin.input.InvalidInputException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events of an iCalendar text, line by line. What stands inside an event, such as an alarm, and
 * all that is no event, is passed over.
 *
 * @param zoneLocations by the names of time zones that the calendar brought: where in the world
 *     they hold, as many programs say
 */
record CalendarFile(List<EventLines> events, Map<String, String> zoneLocations) {
  static final int LONGEST = 1 << 20;

  private static final int MOST_EVENTS = 2_000;

  /**
   * @throws InvalidInputException where it is no calendar, or too long
   */
  static CalendarFile read(String text) {
    check(text.length() <= LONGEST, "The calendar must have at most a million characters.");
    var listener = new Listener();
    try (var reader =
        new VObjectReader(new StringReader(StorableText.of(text)), SyntaxRules.iCalendar())) {
      reader.parse(listener);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    check(
        listener.isCalendar,
        "This is no iCalendar text: it must begin with BEGIN:VCALENDAR, as a file named .ics does.");
    check(
        listener.events.size() <= MOST_EVENTS,
        "The calendar must have at most " + MOST_EVENTS + " events; export a shorter time.");
    return new CalendarFile(listener.events, listener.zoneLocations);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new InvalidInputException("calendar", message);
    }
  }

  private static final class Listener implements VObjectDataListener {
    private final List<EventLines> events = new ArrayList<>();
    private final Map<String, String> zoneLocations = new HashMap<>();
    private boolean isCalendar;
    private @Nullable EventLines event;
    private String zone = "";

    @Override
    public void onComponentBegin(String name, Context context) {
      if (name.equalsIgnoreCase("VCALENDAR")) {
        isCalendar = true;
      }
      if (name.equalsIgnoreCase("VEVENT")) {
        event = new EventLines();
        events.add(event);
      }
      if (events.size() > MOST_EVENTS) {
        context.stop();
      }
    }

    @Override
    public void onComponentEnd(String name, Context context) {
      if (name.equalsIgnoreCase("VEVENT")) {
        event = null;
      }
    }

    @Override
    public void onProperty(VObjectProperty property, Context context) {
      List<String> parents = context.getParentComponents();
      String parent = parents.isEmpty() ? "" : parents.getLast().toUpperCase(Locale.ROOT);
      if (parent.equals("VEVENT") && event != null) {
        event.add(property);
      }
      if (parent.equals("VTIMEZONE")) {
        if (property.getName().equalsIgnoreCase("TZID")) {
          zone = property.getValue();
        }
        if (property.getName().equalsIgnoreCase("X-LIC-LOCATION")) {
          zoneLocations.put(zone, property.getValue());
        }
      }
    }

    @Override
    public void onVersion(String value, Context context) {}

    @Override
    public void onWarning(
        Warning warning,
        @Nullable VObjectProperty property,
        @Nullable Exception exception,
        Context context) {}
  }
}
