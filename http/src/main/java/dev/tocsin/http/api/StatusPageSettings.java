package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.ConflictException;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.GroupId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageConfig.Component;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Status pages, read and written for pages as the API does it. What is wrong with a body is an
 * {@link InvalidInputException} with every fault at once.
 */
public final class StatusPageSettings {
  /** What people may say of a component that is set by hand. */
  public static final List<PageState> BY_HAND = ComponentApi.SETTABLE;

  public static final int MOST_COMPONENTS = ComponentApi.MOST_COMPONENTS;

  private final NodeConfiguration configuration;
  private final ConfigurationWriter writer;
  private final InstantSource time;
  private final StatusPageChanges changes;
  private final StatusPageApi pages;
  private final ComponentApi components;
  private final GroupApi groups;

  public StatusPageSettings(ApiParts parts) {
    this.configuration = parts.configuration();
    this.writer = parts.writer();
    this.time = parts.time();
    this.changes = new StatusPageChanges(parts);
    this.pages = new StatusPageApi(parts);
    this.components = new ComponentApi(parts);
    this.groups = new GroupApi(parts);
  }

  /**
   * @param shown monitors that have a component each, of their names, from the beginning
   */
  public CompletionStage<StatusPageConfig> create(
      OrganizationId organization,
      StatusPageId id,
      JsonNode body,
      List<MonitorConfig> shown,
      Author by) {
    List<Component> each =
        shown.stream()
            .map(
                monitor ->
                    new Component(
                        ComponentId.create(),
                        monitor.name(),
                        "",
                        null,
                        List.of(monitor.ref().monitor())))
            .toList();
    return writer.createPage(pages.made(organization, id, body).withParts(List.of(), each), by);
  }

  /**
   * Fails with a conflict where somebody else changed the page meanwhile.
   *
   * @param revision of the page that the change was made from
   */
  public CompletionStage<StatusPageConfig> describe(
      StatusPageConfig page, JsonNode body, long revision, Author by) {
    return writer.updatePage(StatusPageApi.described(page, body), revision, by);
  }

  public CompletionStage<Long> remove(StatusPageConfig page, Author by) {
    return writer.deletePage(page.organization(), page.id(), by, time.instant());
  }

  public CompletionStage<StatusPageConfig> addComponent(
      StatusPageConfig page, ComponentId id, JsonNode body, Author by) {
    return change(page, now -> components.added(now, id.value(), body), by);
  }

  public CompletionStage<StatusPageConfig> changeComponent(
      StatusPageConfig page, ComponentId id, JsonNode body, Author by) {
    return change(page, now -> components.replaced(now, id.value(), body), by);
  }

  public CompletionStage<StatusPageConfig> removeComponent(
      StatusPageConfig page, ComponentId id, Author by) {
    return change(page, now -> components.removed(now, id.value()), by);
  }

  /** Past the next one of its group, or back where that is before it. */
  public CompletionStage<StatusPageConfig> moveComponent(
      StatusPageConfig page, ComponentId id, boolean isUp, Author by) {
    return change(
        page,
        now -> {
          List<Component> all = now.components();
          int from = at(all, id);
          int to = from < 0 ? -1 : next(all, from, isUp);
          return to < 0 ? now : now.withParts(now.groups(), swapped(all, from, to));
        },
        by);
  }

  private static int at(List<Component> all, ComponentId id) {
    for (int at = 0; at < all.size(); at++) {
      if (all.get(at).id().equals(id)) {
        return at;
      }
    }
    return -1;
  }

  private static int next(List<Component> all, int from, boolean isUp) {
    int step = isUp ? -1 : 1;
    for (int at = from + step; at >= 0 && at < all.size(); at += step) {
      if (Objects.equals(all.get(at).group(), all.get(from).group())) {
        return at;
      }
    }
    return -1;
  }

  private static List<Component> swapped(List<Component> all, int one, int other) {
    List<Component> swapped = new ArrayList<>(all);
    Collections.swap(swapped, one, other);
    return swapped;
  }

  public CompletionStage<StatusPageConfig> addGroup(
      StatusPageConfig page, GroupId id, JsonNode body, Author by) {
    return change(page, now -> groups.added(now, id.value(), body), by);
  }

  public CompletionStage<StatusPageConfig> changeGroup(
      StatusPageConfig page, GroupId id, JsonNode body, Author by) {
    return change(page, now -> groups.replaced(now, id.value(), body), by);
  }

  /** Its components stand alone afterwards. */
  public CompletionStage<StatusPageConfig> removeGroup(
      StatusPageConfig page, GroupId id, Author by) {
    return change(page, now -> groups.removed(now, id.value()), by);
  }

  private CompletionStage<StatusPageConfig> change(
      StatusPageConfig page, UnaryOperator<StatusPageConfig> change, Author by) {
    return changes.change(() -> now(page), change, by);
  }

  private StatusPageConfig now(StatusPageConfig page) {
    if (configuration.page(page.organization(), page.id())
        instanceof Lookup.Found<StatusPageConfig>(StatusPageConfig now)) {
      return now;
    }
    throw new ConflictException("Somebody removed the page meanwhile.");
  }
}
