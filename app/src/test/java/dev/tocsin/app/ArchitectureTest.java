package dev.tocsin.app;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import dev.tocsin.probe.CheckSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/** Who may know whom. */
@AnalyzeClasses(
    packages = "dev.tocsin",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeTestsOfOtherModules.class
    })
class ArchitectureTest {
  /** What other modules lend to tests here comes in jars once they are packaged. */
  static final class DoNotIncludeTestsOfOtherModules implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String[] APP = {"dev.tocsin.app.."};
  private static final String[] HTTP = {"dev.tocsin.http.."};
  private static final String[] PERSISTENCE = {"dev.tocsin.persistence.."};
  private static final String CONF = "dev.tocsin.conf..";

  @ArchTest
  static final ArchRule settingsKnowNothingElse =
      classes()
          .that()
          .resideInAPackage(CONF)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "com.typesafe.config..", "org.jspecify..", CONF);

  @ArchTest
  static final ArchRule theBusinessKnowsNeitherItsStoreNorItsEdge =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.tocsin.app..", "dev.tocsin.http..", "dev.tocsin.persistence..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(join(APP, HTTP, PERSISTENCE));

  @ArchTest
  static final ArchRule theStoreKnowsNothingOfHttp =
      noClasses()
          .that()
          .resideInAnyPackage(PERSISTENCE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(join(APP, HTTP, new String[] {"org.apache.pekko.http.."}));

  @ArchTest
  static final ArchRule theEdgeKnowsNothingOfTheStore =
      noClasses()
          .that()
          .resideInAnyPackage(HTTP)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(join(APP, PERSISTENCE, new String[] {"java.sql..", "org.jdbi.."}));

  @ArchTest
  static final ArchRule theBusinessSpeaksNoSql =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.tocsin.persistence..", "dev.tocsin.app..", "dev.tocsin.probe.sql..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.jdbi..", "slick..");

  /**
   * The monitors' runtime reads the node's configuration, which is made of the monitors' domain: a
   * circle that is known. So is that of the monitors, who leave their results in their history,
   * with the history, which is that of monitors. A kind of check is one package, and what is common
   * to all names each kind for its serialization. Pages, generated from templates, are left out.
   */
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices()
          .matching("dev.tocsin.(**)")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(
              resideInAPackage("dev.tocsin.monitor"), resideInAPackage("dev.tocsin.configuration"))
          .ignoreDependency(
              resideInAPackage("dev.tocsin.monitor"), resideInAPackage("dev.tocsin.history"))
          .ignoreDependency(
              type(CheckSpec.class),
              resideInAnyPackage("dev.tocsin.probe..", "dev.tocsin.heartbeat"))
          .ignoreDependency(alwaysTrue(), resideInAPackage("dev.tocsin.http.templates.."));

  @ArchTest
  static final ArchRule theseHaveNoActors =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.tocsin.cluster",
              "dev.tocsin.configuration",
              "dev.tocsin.conf",
              "dev.tocsin.input",
              "dev.tocsin.probe..",
              "dev.tocsin.statuspage..",
              "dev.tocsin.tenancy..",
              "dev.tocsin.time")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.pekko..");

  /** What happens to a monitor is decided, and what happened is recorded, by values alone. */
  @ArchTest
  static final ArchRule aMonitorsDecisionsAreValues =
      classes()
          .that()
          .haveNameMatching(
              "dev\\.tocsin\\.monitor\\.(MonitorRecord|MonitorEvent|MonitorConfig|MonitorStatus|Transition"
                  + "|Decision|Verdict|Runs?|RegionState|Outage|Timing|Status)(\\$.*)?")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.time..",
              "java.util..",
              "org.jspecify..",
              "com.fasterxml.jackson.annotation..",
              "dev.tocsin..");

  @ArchTest
  static final ArchRule timeIsGivenAndNotTaken =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.tocsin.time", "dev.tocsin.persistence..", "dev.tocsin.bench..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(InstantSource.class, "system")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("a test must be able to set it, and nodes must agree on it");

  @ArchTest
  static final ArchRule nobodyWritesPastTheLog =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.tocsin.app.ServeCommand")
          .and()
          .resideOutsideOfPackage("dev.tocsin.bench..")
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule nobodyUsesTheOldLogging =
      GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  private static String[] join(String[]... groups) {
    return Arrays.stream(groups).flatMap(java.util.Arrays::stream).toArray(String[]::new);
  }
}
