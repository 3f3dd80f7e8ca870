package dev.tocsin.probe.domain;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.Evidence.Fact;
import dev.tocsin.probe.Phases;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.domain.RdapServers.Failed;
import dev.tocsin.probe.domain.RdapServers.Found;
import dev.tocsin.probe.domain.RdapServers.Lookup;
import dev.tocsin.probe.domain.RdapServers.None;
import dev.tocsin.probe.http.Fetch;
import dev.tocsin.probe.http.Fetch.Fetched;
import dev.tocsin.probe.net.TargetFault;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a registry when a name expires (RFC 9082, 9083). Registries bound how often they are asked,
 * and a date changes once a year: what one said is told again for an hour.
 */
public final class DomainProbe implements Probe<DomainSpec> {
  private static final Map<String, String> ACCEPT = Map.of("Accept", "application/rdap+json");

  private final Fetch fetch;
  private final RdapServers servers;
  private final KeptAnswers answers = new KeptAnswers();
  private final InstantSource clock;

  /**
   * @param list where the list of RDAP servers is (RFC 9224)
   */
  public DomainProbe(Fetch fetch, URI list, InstantSource clock) {
    this.fetch = fetch;
    this.servers = new RdapServers(fetch, list, clock);
    this.clock = clock;
  }

  @Override
  public CompletionStage<CheckResult> check(DomainSpec spec, Duration timeout) {
    Instant at = clock.instant();
    long start = System.nanoTime();
    CompletableFuture<Lookup> lookup = find(spec);
    boolean waits = !lookup.isDone();
    CompletableFuture<Lookup> bounded =
        waits
            ? lookup
                .copy()
                .completeOnTimeout(servers.late(timeout), timeout.toNanos(), TimeUnit.NANOSECONDS)
            : lookup;
    return bounded
        .thenCompose(
            found -> {
              long gone = waits ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) : 0;
              return ask(spec, found, Duration.ofMillis(Math.max(1, timeout.toMillis() - gone)));
            })
        .thenApply(seen -> result(spec, seen, at, start));
  }

  private CompletableFuture<Lookup> find(DomainSpec spec) {
    return spec.server() == null
        ? servers.find(spec.name())
        : CompletableFuture.completedFuture(new Found(spec.server()));
  }

  private CompletionStage<Seen> ask(DomainSpec spec, Lookup lookup, Duration timeout) {
    return switch (lookup) {
      case Found(URI server) -> ask(server, spec.name(), timeout);
      case None none ->
          CompletableFuture.completedFuture(
              Seen.nothing(
                  "No RDAP server is known for names that end in "
                      + spec.name().substring(spec.name().lastIndexOf('.'))
                      + "; if there is one, give its address as server"));
      case Failed(String why) -> CompletableFuture.completedFuture(Seen.nothing(why));
    };
  }

  private CompletionStage<Seen> ask(URI server, String name, Duration timeout) {
    Instant now = clock.instant();
    Optional<Seen> kept = answers.get(server, name, now);
    if (kept.isPresent()) {
      return CompletableFuture.completedFuture(kept.get());
    }
    Optional<Instant> quiet = answers.quietUntil(server, now);
    if (quiet.isPresent()) {
      return CompletableFuture.completedFuture(Seen.nothing(leftAlone(server, quiet.get())));
    }
    return fetch
        .get(URI.create(server + "domain/" + name), ACCEPT, timeout)
        .thenApply(
            fetched -> {
              Instant answered = clock.instant();
              Finding finding = finding(server, name, fetched, answered);
              Seen seen =
                  new Seen(finding, evidence(server, finding, fetched), fetched.result().phases());
              answers.keep(server, name, seen, answered);
              return seen;
            });
  }

  private Finding finding(URI server, String name, Fetched fetched, Instant now) {
    Fetch.@Nullable Answer answer = fetched.answer();
    String asked = "The RDAP server " + server;
    if (answer == null) {
      return new Finding.Nothing(asked + " cannot be asked: " + fetched.result().error());
    }
    int status = answer.status();
    if (status == 429) {
      Instant until = RetryAfter.read(answer.headers().get("Retry-After"), now);
      answers.leaveAlone(server, until);
      return new Finding.Nothing(leftAlone(server, until));
    }
    return switch (status) {
      case 200 -> read(asked, name, answer);
      case 404 -> new Finding.NotRegistered();
      case 400, 422 ->
          new Finding.Nothing(
              asked + " does not take the name " + name + " (status " + status + ")");
      case 401, 403 ->
          new Finding.Nothing(asked + " refuses to answer this machine (status " + status + ")");
      default ->
          new Finding.Nothing(
              status >= 500
                  ? asked + " has a fault of its own (status " + status + ")"
                  : asked + " answers with status " + status + ", which says nothing of a name");
    };
  }

  private static Finding read(String asked, String name, Fetch.Answer answer) {
    try {
      return RdapDomain.read(RdapJson.read(answer), name);
    } catch (TargetFault wrong) {
      return new Finding.Nothing(
          "The answer of the" + asked.substring("The".length()) + " " + wrong.sentence());
    }
  }

  private static String leftAlone(URI server, Instant until) {
    return "The RDAP server "
        + server
        + " has been asked too often (status 429); it is asked again after "
        + until.truncatedTo(ChronoUnit.SECONDS);
  }

  private static Evidence evidence(URI server, Finding finding, Fetched fetched) {
    Evidence seen = fetched.result().evidence();
    List<Fact> facts = new ArrayList<>(finding.shown());
    facts.add(new Fact("RDAP server", server.toString()));
    facts.add(new Fact("asked", fetched.result().at().truncatedTo(ChronoUnit.SECONDS).toString()));
    // the registry's certificate is not the domain's
    return new Evidence(
        seen.address(), seen.httpStatus(), List.of(), null, seen.redirects(), null, facts);
  }

  private static CheckResult result(DomainSpec spec, Seen seen, Instant at, long start) {
    DomainJudgement judgement = DomainJudgement.of(spec, seen.finding(), at);
    Phases phases = seen.phases();
    long total = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
    return new CheckResult(
        at,
        judgement.outcome(),
        judgement.error(),
        new Phases(
            phases.dns(), phases.connect(), phases.tls(), phases.firstByte(), phases.body(), total),
        seen.evidence());
  }
}
