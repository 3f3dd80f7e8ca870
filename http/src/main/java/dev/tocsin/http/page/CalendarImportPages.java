package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.Item;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.ScheduleCalendars;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.oncall.calendar.CalendarImport.Imported;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The form by which another program's calendar becomes a layer of a schedule. */
final class CalendarImportPages {
  private final Inside inside;
  private final OnCallPages pages;
  private final ScheduleCalendars calendars;
  private final ConfigurationWriter writer;
  private final Executor blocking;

  CalendarImportPages(Inside inside, ApiParts parts, OnCallPages pages) {
    this.inside = inside;
    this.pages = pages;
    this.calendars = new ScheduleCalendars(parts);
    this.writer = parts.writer();
    this.blocking = parts.blocking();
  }

  CompletionStage<HttpResponse> page(Visitor visitor, Item<Schedule> schedule) {
    return Inside.done(shown(visitor, schedule, FormView.empty(Map.of()), List.of(), 200));
  }

  CompletionStage<HttpResponse> take(
      Visitor visitor, Map<String, String> form, Item<Schedule> schedule) {
    return CompletableFuture.supplyAsync(() -> calendars.read(schedule, json(form)), blocking)
        .thenCompose(
            read ->
                writer
                    .updateItem(
                        schedule.with(read.schedule()),
                        schedule.revision(),
                        visitor.principal().author())
                    .thenApply(
                        stored ->
                            shown(
                                visitor,
                                stored,
                                FormView.empty(Map.of("name", read.layer())),
                                said(visitor, read),
                                200)))
        .exceptionally(
            failure -> {
              Inside.Fault fault = Inside.fault(failure);
              return fault.on(
                  shown(
                      visitor,
                      schedule,
                      new FormView(form, fault.errors()),
                      List.of(),
                      fault.status()));
            });
  }

  private static ObjectNode json(Map<String, String> form) {
    ObjectNode json = Json.object();
    for (String field : new String[] {"name", "calendar"}) {
      String text = form.getOrDefault(field, "");
      if (!text.isBlank()) {
        json.put(field, text);
      }
    }
    return json;
  }

  /** What was taken and what was not, a sentence each. */
  private List<String> said(Visitor visitor, ScheduleCalendars.Read read) {
    Imported imported = read.imported();
    int shifts = imported.turns().turns().size();
    List<String> said = new ArrayList<>();
    said.add(
        (shifts == 1 ? "One shift was" : shifts + " shifts were")
            + " taken into the layer "
            + read.layer()
            + ".");
    if (!imported.unknownPeople().isEmpty()) {
      said.add(
          "Nobody here was found for "
              + String.join(", ", imported.unknownPeople())
              + "; their shifts were left out.");
    }
    imported
        .problems()
        .forEach(problem -> said.add(problem.event() + " was left out: " + problem.message()));
    if (imported.completeUntil() != null) {
      said.add(
          "From "
              + pages.reader(visitor, null).times().day(imported.completeUntil())
              + " on shifts are missing; import it again before then.");
    }
    return said;
  }

  private HttpResponse shown(
      Visitor visitor, Item<Schedule> schedule, FormView form, List<String> said, int status) {
    return inside.html(
        status,
        "oncall/import.jte",
        visitor,
        Map.of(
            "id", schedule.id().toString(), "name", schedule.name(), "said", said, "form", form));
  }
}
