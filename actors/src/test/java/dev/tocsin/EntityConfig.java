package dev.tocsin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;

/** Settings of an actor system whose entities keep what they did in memory. */
public final class EntityConfig {
  /** A busy machine takes its time; nothing waits for as long where it does what it should. */
  private static final String PATIENCE =
      "pekko.actor.testkit.typed { single-expect-default = 20 s, system-shutdown-default = 30 s }";

  private EntityConfig() {}

  public static Config get() {
    return PersistenceTestKitPlugin.config()
        .withFallback(PersistenceTestKitSnapshotPlugin.config())
        .withFallback(ConfigFactory.parseString("pekko.log-dead-letters = off"))
        .withFallback(ConfigFactory.parseString(PATIENCE))
        .withFallback(ConfigFactory.parseResources("serialization.conf"))
        .withFallback(ConfigFactory.load());
  }
}
