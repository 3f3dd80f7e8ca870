package dev.tocsin.http.feed;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.tocsin.http.Json;
import dev.tocsin.incident.Affected;
import dev.tocsin.incident.Post;
import dev.tocsin.incident.PublicIncident;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One update of an incident or a maintenance, as Statuspage writes it.
 *
 * @param body the words without their Markdown
 * @param affectedComponents null where it says nothing of components
 * @param customTweet always null, as is the next
 */
@JsonNaming(SnakeCaseStrategy.class)
record UpdateJson(
    String id,
    String status,
    String body,
    String incidentId,
    Instant createdAt,
    Instant updatedAt,
    Instant displayAt,
    @Nullable List<Touched> affectedComponents,
    boolean deliverNotifications,
    @Nullable String customTweet,
    @Nullable String tweetId) {

  /** What became of a component by an update. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Touched(String code, String name, String oldStatus, String newStatus) {}

  /**
   * The latest first.
   *
   * @param names of the page's components, with their groups
   * @param words makes plain words of Markdown
   */
  static List<UpdateJson> of(
      PublicIncident incident, Map<ComponentId, String> names, UnaryOperator<String> words) {
    Map<ComponentId, PageState> states = new LinkedHashMap<>();
    List<UpdateJson> updates = new ArrayList<>();
    for (Post post : incident.posts()) {
      List<Touched> touched = touched(post, states, names);
      updates.add(
          new UpdateJson(
              post.id().toString(),
              Json.name(post.phase()),
              words.apply(post.message()),
              incident.id().toString(),
              post.at(),
              post.correctedAt() == null ? post.at() : post.correctedAt(),
              post.at(),
              touched.isEmpty() ? null : touched,
              true,
              null,
              null));
    }
    return updates.reversed();
  }

  private static List<Touched> touched(
      Post post, Map<ComponentId, PageState> states, Map<ComponentId, String> names) {
    Map<ComponentId, PageState> now = new LinkedHashMap<>();
    if (post.phase().isOver()) {
      states.forEach(
          (component, state) -> {
            if (state != PageState.OPERATIONAL) {
              now.put(component, PageState.OPERATIONAL);
            }
          });
    }
    for (Affected each : post.affected()) {
      now.put(each.component(), each.state());
    }
    List<Touched> touched = new ArrayList<>();
    now.forEach(
        (component, state) -> {
          PageState before = states.put(component, state);
          touched.add(
              new Touched(
                  component.toString(),
                  names.getOrDefault(component, ""),
                  Rollup.status(before == null ? PageState.OPERATIONAL : before),
                  Rollup.status(state)));
        });
    return touched;
  }
}
