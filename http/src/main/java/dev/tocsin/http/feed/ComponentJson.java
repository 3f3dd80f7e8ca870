package dev.tocsin.http.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.tocsin.Ids;
import dev.tocsin.incident.PublicIncident;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageModel;
import dev.tocsin.statuspage.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A component or a group of them, as Statuspage writes it.
 *
 * @param position among those of its group, or of the page, from 1
 * @param showcase whether its uptime is shown: that of a component is, always
 * @param startDate always null
 * @param groupId null for a group and for what stands alone
 * @param components of a group; null for a component, which lacks the field
 */
@JsonNaming(SnakeCaseStrategy.class)
record ComponentJson(
    String id,
    String name,
    String status,
    Instant createdAt,
    Instant updatedAt,
    int position,
    @Nullable String description,
    boolean showcase,
    @Nullable String startDate,
    @Nullable String groupId,
    String pageId,
    boolean group,
    boolean onlyShowIfDegraded,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> components) {

  /** All of a page in its order, each group before what is in it. */
  static List<ComponentJson> of(PagePlace place, PageModel page, List<PublicIncident> incidents) {
    Map<ComponentId, Instant> told = told(incidents);
    List<ComponentJson> all = new ArrayList<>();
    int position = 0;
    for (PageModel.Section section : page.sections()) {
      var group = section.group();
      int within = position;
      if (group != null) {
        position++;
        within = 0;
        all.add(group(place, section, group.id().value(), position));
      }
      for (PageModel.Item item : section.items()) {
        within++;
        all.add(
            component(
                place,
                item,
                within,
                group == null ? null : group.id().toString(),
                told.getOrDefault(item.id(), Instant.MIN)));
      }
      position = group == null ? within : position;
    }
    return List.copyOf(all);
  }

  /** When people said something of it last. */
  private static Map<ComponentId, Instant> told(List<PublicIncident> incidents) {
    Map<ComponentId, Instant> told = new HashMap<>();
    for (PublicIncident incident : incidents) {
      incident
          .affected()
          .forEach(
              each -> told.merge(each.component(), incident.changedAt(), ComponentJson::later));
    }
    return told;
  }

  private static ComponentJson group(
      PagePlace place, PageModel.Section section, UUID id, int position) {
    Instant createdAt = Ids.createdAt(id).orElse(place.createdAt());
    return new ComponentJson(
        id.toString(),
        String.valueOf(section.name()),
        Rollup.status(section.standing().state()),
        createdAt,
        changed(createdAt, section.standing()),
        position,
        null,
        false,
        null,
        null,
        place.id().toString(),
        true,
        false,
        section.items().stream().map(item -> item.id().toString()).toList());
  }

  private static ComponentJson component(
      PagePlace place, PageModel.Item item, int position, @Nullable String group, Instant toldAt) {
    Instant createdAt = Ids.createdAt(item.id().value()).orElse(place.createdAt());
    return new ComponentJson(
        item.id().toString(),
        item.name(),
        Rollup.status(item.standing().state()),
        createdAt,
        later(toldAt, changed(createdAt, item.standing())),
        position,
        item.description().isEmpty() ? null : item.description(),
        true,
        null,
        group,
        place.id().toString(),
        false,
        false,
        null);
  }

  private static Instant changed(Instant createdAt, Standing standing) {
    return standing.since() == null ? createdAt : later(createdAt, standing.since());
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
