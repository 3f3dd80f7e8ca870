package dev.tocsin.persistence.testing;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.tocsin.persistence.DatabaseSettings;
import dev.tocsin.persistence.journal.JournalSettings;

/** Settings of an actor system whose entities keep their journals in a test's database. */
public final class Journals {
  private Journals() {}

  public static Config settings(DatabaseSettings database) {
    return JournalSettings.overlay(database)
        .withFallback(
            ConfigFactory.parseString(
                """
                pekko.coordinated-shutdown.run-by-actor-system-terminate = off
                pekko.coordinated-shutdown.exit-jvm = off
                pekko.loggers = ["org.apache.pekko.event.slf4j.Slf4jLogger"]
                pekko.logging-filter = "org.apache.pekko.event.slf4j.Slf4jLoggingFilter"
                """))
        .withFallback(ConfigFactory.parseResourcesAnySyntax("persistence"))
        .withFallback(ConfigFactory.parseResourcesAnySyntax("serialization"))
        .withFallback(ConfigFactory.load())
        .resolve();
  }
}
