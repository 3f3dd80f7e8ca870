package dev.tocsin.alert;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;

/** The alerts whose entities run on this node now. Safe for use by many threads. */
public final class LocalAlerts {
  private final Set<ActorRef<AlertEntity.Command>> running = ConcurrentHashMap.newKeySet();

  void started(ActorRef<AlertEntity.Command> entity) {
    running.add(entity);
  }

  void stopped(ActorRef<AlertEntity.Command> entity) {
    running.remove(entity);
  }

  public int count() {
    return running.size();
  }

  /** The wall clock jumped: every timer is set anew. */
  public void clockJumped() {
    running.forEach(entity -> entity.tell(new AlertEntity.ClockJumped()));
  }
}
