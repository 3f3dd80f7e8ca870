package dev.tocsin.http.api;

import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Organization;

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
