package dev.tocsin.http.api;

import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.UserId;
import java.util.UUID;

/** What an id in a path names, in the caller's organization and no other. */
final class Found {
  private final NodeConfiguration configuration;

  Found(NodeConfiguration configuration) {
    this.configuration = configuration;
  }

  MonitorConfig monitor(ApiRequest request) {
    organization(request);
    return found(
        configuration.monitor(
            new MonitorRef(request.organization(), new MonitorId(request.id("id")))));
  }

  StatusPageConfig page(ApiRequest request) {
    organization(request);
    return found(configuration.page(request.organization(), new StatusPageId(request.id("id"))));
  }

  <T extends Content> Item<T> item(ApiRequest request, ContentKind<T> kind, UUID id) {
    organization(request);
    return found(configuration.item(request.organization(), kind, id));
  }

  /** The one whose id the path has. */
  Member person(ApiRequest request) {
    organization(request);
    return found(configuration.person(request.organization(), new UserId(request.id("id"))));
  }

  /**
   * The caller's organization, which exists: where this node has not read of it yet, it can't say
   * what is in it either.
   */
  Organization organization(ApiRequest request) {
    if (configuration.find(request.organization())
        instanceof Lookup.Found<Organization>(Organization known)) {
      return known;
    }
    throw new ProblemException(Problem.unavailable());
  }

  private static <T> T found(Lookup<T> lookup) {
    return switch (lookup) {
      case Lookup.Found<T>(T value) -> value;
      case Lookup.Unknown<T> unknown -> throw new ProblemException(Problem.notFound());
      case Lookup.Incomplete<T> incomplete -> throw new ProblemException(Problem.unavailable());
    };
  }
}
