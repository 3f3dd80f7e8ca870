package dev.tocsin.monitor;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;

/** The monitors whose entities run on this node now. Safe for use by many threads. */
public final class LocalMonitors {
  private final Map<MonitorRef, ActorRef<MonitorEntity.Command>> running =
      new ConcurrentHashMap<>();

  void started(MonitorRef ref, ActorRef<MonitorEntity.Command> entity) {
    running.put(ref, entity);
  }

  void stopped(MonitorRef ref, ActorRef<MonitorEntity.Command> entity) {
    running.remove(ref, entity);
  }

  public int count() {
    return running.size();
  }

  Optional<ActorRef<MonitorEntity.Command>> find(MonitorRef ref) {
    return Optional.ofNullable(running.get(ref));
  }

  /** The wall clock jumped: every timer is set anew. */
  public void clockJumped() {
    running.values().forEach(entity -> entity.tell(new MonitorEntity.ClockJumped()));
  }

  /** This node stood still between the two: nobody is late for a ping that could not arrive. */
  public void unreceivable(Instant from, Instant to) {
    running.values().forEach(entity -> entity.tell(new MonitorEntity.Unreceivable(from, to)));
  }
}
