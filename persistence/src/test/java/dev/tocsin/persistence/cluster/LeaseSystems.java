package dev.tocsin.persistence.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.tocsin.persistence.Database;
import java.time.Duration;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.coordination.lease.javadsl.Lease;
import org.apache.pekko.coordination.lease.javadsl.LeaseProvider;

/** Actor systems with the lease as it ships, only quicker. */
final class LeaseSystems {
  static final Duration TIME_TO_LIVE = Duration.ofMillis(3_000);

  private LeaseSystems() {}

  static ActorSystem start(Database database) {
    Config config =
        ConfigFactory.parseString(
                """
                tocsin.lease { heartbeat-timeout = 3000ms, heartbeat-interval = 250ms }
                pekko.loglevel = WARNING
                pekko.stdout-loglevel = WARNING
                """)
            .withFallback(ConfigFactory.parseResourcesAnySyntax("lease"))
            .withFallback(ConfigFactory.load());
    return ActorSystem.create(
        "lease",
        ActorSystemSetup.create(BootstrapSetup.create(config), new DatabaseSetup(database)));
  }

  static Lease lease(ActorSystem system, String name, String owner) {
    return LeaseProvider.get(system).getLease(name, "tocsin.lease", owner);
  }
}
