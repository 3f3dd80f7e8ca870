package dev.tocsin.http.ping;

import dev.tocsin.conf.HeartbeatSettings;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Authentication;
import dev.tocsin.http.ClientAddress;
import dev.tocsin.http.RequestPipeline;
import dev.tocsin.monitor.Monitors;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.probe.CheckKinds;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;

/** All addresses where heartbeats arrive, as far as the operator has them open. */
public final class PingDoors {
  /** What they stand on. */
  public record Parts(
      PingIndex index,
      NodeConfiguration configuration,
      ConfigurationWriter writer,
      CheckKinds kinds,
      StatusBoard board,
      Monitors monitors,
      Authentication authentication,
      InstantSource clock) {}

  private PingDoors() {}

  public static List<RequestPipeline.Section> of(
      ActorSystem<?> system, HeartbeatSettings settings, ClientAddress addresses, Parts parts) {
    Caller caller = new Caller(system, addresses);
    List<RequestPipeline.Section> doors = new ArrayList<>();
    if (settings.ping()) {
      doors.add(
          new PingDoor(
              parts.index(),
              parts.monitors(),
              caller,
              new NewHeartbeats(parts.writer(), parts.kinds(), parts.clock()),
              parts.clock()));
    }
    if (settings.push()) {
      doors.add(new PushDoor(parts.index(), parts.monitors(), caller, parts.clock()));
    }
    if (settings.external()) {
      doors.add(
          new ExternalDoor(
              parts.index(), parts.configuration(), parts.monitors(), caller, parts.clock()));
    }
    doors.add(new ServicesDoor(parts, caller, open(settings)));
    return doors;
  }

  private static Set<String> open(HeartbeatSettings settings) {
    Set<String> open = new HashSet<>();
    if (settings.heartbeat()) {
      open.add(ServicesDoor.HEARTBEAT);
    }
    if (settings.status()) {
      open.add(ServicesDoor.STATUS);
    }
    if (settings.services()) {
      open.add(ServicesDoor.SERVICES);
    }
    if (settings.logs()) {
      open.add(ServicesDoor.LOGS);
    }
    return open;
  }
}
