package dev.tocsin.incident.rule;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.Incidents;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what rules say of incidents: one in the cluster, which looks every second. It remembers
 * nothing that cannot be found out again: what is to be done follows from what is so, and where two
 * do it, or one does it twice, it is done once. Where the store is away it asks again.
 */
public final class RuleRun extends AbstractBehavior<RuleRun.Command> {
  private static final Logger LOG = LoggerFactory.getLogger(RuleRun.class);

  /** What was down when this node came may be up: its first checks are made in that time. */
  private static final Duration FIRST = Duration.ofSeconds(10);

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration AFTER_REFUSAL = Duration.ofMinutes(1);

  public sealed interface Command {}

  /** Look at all organizations; those that wait for an answer are left out. */
  record Look() implements Command {}

  private record Done(
      Organization organization,
      Fold fold,
      Step step,
      @Nullable IncidentRecord record,
      @Nullable Throwable failure)
      implements Command {}

  private final RuleSight sight;
  private final Incidents incidents;
  private final InstantSource clock;
  private final Set<OrganizationId> asking = new HashSet<>();
  private final Map<Fold, Instant> resting = new HashMap<>();
  private final Map<Fold, IncidentRecord> last = new HashMap<>();
  private final Map<IncidentRef, Instant> full = new HashMap<>();
  private final Map<OrganizationId, Instant> failing = new HashMap<>();
  private final Map<OrganizationId, Watched> watched = new HashMap<>();

  /** The monitors behind an organization's rules, as of a revision. */
  private record Watched(long revision, Set<MonitorRef> monitors) {}

  /** Begins it on a clustered system. */
  public static ActorRef<Command> start(
      ActorSystem<?> system, RuleSight sight, Incidents incidents, InstantSource clock) {
    return ClusterSingleton.get(system)
        .init(
            SingletonActor.of(
                Behaviors.supervise(create(sight, incidents, clock))
                    .onFailure(SupervisorStrategy.restart()),
                "incident-rules"));
  }

  static Behavior<Command> create(RuleSight sight, Incidents incidents, InstantSource clock) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new RuleRun(context, timers, sight, incidents, clock)));
  }

  private RuleRun(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      RuleSight sight,
      Incidents incidents,
      InstantSource clock) {
    super(context);
    this.sight = sight;
    this.incidents = incidents;
    this.clock = clock;
    timers.startTimerWithFixedDelay(new Look(), FIRST, EVERY);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Look.class, look -> onLook())
        .onMessage(Done.class, this::onDone)
        .build();
  }

  private Behavior<Command> onLook() {
    Instant now = clock.instant();
    resting.values().removeIf(until -> !until.isAfter(now));
    full.values().removeIf(until -> !until.isAfter(now));
    failing.values().removeIf(until -> !until.isAfter(now));
    sight.configuration().organizations().forEach(organization -> look(organization, now));
    return this;
  }

  /** One thing at a time: what comes next is decided by what came of it. */
  private void look(Organization organization, Instant now) {
    OrganizationId id = organization.id();
    if (asking.contains(id) || failing.containsKey(id) || !sight.hasRules(id)) {
      return;
    }
    try {
      if (isBusy(id)) {
        decide(organization, now);
      }
    } catch (RuntimeException defect) {
      LOG.error("The rules of organization {} cannot be gone by", id, defect);
      failing.put(id, now.plus(AFTER_REFUSAL));
    }
  }

  /** Whether there is anything that a rule might say something of. */
  private boolean isBusy(OrganizationId organization) {
    Watched known = watched.get(organization);
    long revision = sight.configuration().revisionOf(organization);
    if (known == null || known.revision() != revision) {
      known = new Watched(revision, sight.watched(organization));
      watched.put(organization, known);
    }
    return sight.hasTrouble(known.monitors()) || sight.hasOpen(organization);
  }

  private void decide(Organization organization, Instant now) {
    for (Situation situation : sight.of(organization, last, Set.copyOf(full.keySet()), now)) {
      Optional<Step> step =
          resting.containsKey(situation.fold()) ? Optional.empty() : next(situation, now);
      if (step.isPresent()) {
        take(organization, situation.fold(), step.get());
        return;
      }
    }
  }

  private Optional<Step> next(Situation situation, Instant now) {
    try {
      return Steps.next(situation);
    } catch (RuntimeException defect) {
      LOG.error("Rules cannot be gone by for {}", situation.fold(), defect);
      resting.put(situation.fold(), now.plus(AFTER_REFUSAL));
      return Optional.empty();
    }
  }

  private void take(Organization organization, Fold fold, Step step) {
    asking.add(organization.id());
    getContext()
        .pipeToSelf(
            incidents.change(step.incident(), step.change(), step.by()),
            (record, failure) -> new Done(organization, fold, step, record, failure));
  }

  private Behavior<Command> onDone(Done done) {
    asking.remove(done.organization().id());
    Instant now = clock.instant();
    if (done.record() != null) {
      last.put(done.fold(), done.record());
      sight.boards().incidents().publish(done.record());
      if (isItsBeginning(done.step()) && done.fold().origin(done.record()).isEmpty()) {
        LOG.warn("The incident {} is there, and is not the rule's", done.step().incident());
        resting.put(done.fold(), now.plus(AFTER_REFUSAL));
      }
      look(done.organization(), now);
    } else if (done.failure() != null) {
      failed(done.fold(), done.step(), cause(done.failure()), now);
    }
    return this;
  }

  /** Whether the store is there is told once, by those who use it, and not by each rule. */
  private void failed(Fold fold, Step step, Throwable cause, Instant now) {
    switch (cause) {
      case StoreUnavailableException away -> resting.put(fold, now.plus(AFTER_FAILURE));
      case ConflictException refused when isItsEnd(step) || isItsBeginning(step) -> {
        LOG.warn(
            "The incident {} is not as its rule says: {}", step.incident(), cause.getMessage());
        resting.put(fold, now.plus(AFTER_REFUSAL));
      }
      case ConflictException refused -> full.put(step.incident(), now.plus(AFTER_REFUSAL));
      default -> {
        LOG.error("A rule's incident {} cannot be changed", step.incident(), cause);
        resting.put(fold, now.plus(AFTER_REFUSAL));
      }
    }
  }

  private static boolean isItsBeginning(Step step) {
    return step.change() instanceof IncidentChange.Open;
  }

  private static boolean isItsEnd(Step step) {
    return step.change() instanceof IncidentChange.AsOf(var sequence, IncidentChange.Tell tell)
        && tell.post().phase().isOver();
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
