package dev.tocsin.conf;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final String KEY =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @TempDir Path folder;

  @Test
  void needsNothingForOneProcess() {
    var settings = load(Map.of());

    assertThat(settings.http())
        .isEqualTo(
            new HttpSettings(
                "0.0.0.0", 8080, Optional.empty(), Duration.ofSeconds(5), List.of(), false));
    assertThat(settings.http().publicUrl(8081)).isEqualTo(URI.create("http://localhost:8081"));
    assertThat(settings.management().port()).isEqualTo(new ManagementSettings.Port.None());
    assertThat(settings.node())
        .isEqualTo(new NodeSettings(Path.of("data").toAbsolutePath(), "default"));
    assertThat(settings.database().isPostgres()).isFalse();
    assertThat(settings.database().url())
        .isEqualTo("jdbc:h2:file:" + Path.of("data/tocsin").toAbsolutePath());
    assertThat(settings.cluster())
        .isEqualTo(
            new ClusterSettings(
                "127.0.0.1",
                7625,
                List.of(),
                Duration.ofSeconds(15),
                Duration.ofMinutes(10),
                Optional.empty()));
    assertThat(settings.cluster().heartbeat()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.owner()).isEmpty();
    assertThat(settings.security().secretKey()).isEmpty();
    assertThat(settings.checks())
        .isEqualTo(
            new CheckSettings(
                CheckSettings.PrivateTargets.AUTO,
                1000,
                20,
                Optional.empty(),
                URI.create("https://data.iana.org/rdap/dns.json")));
    assertThat(settings.rollups()).isEqualTo(new RollupSettings(Duration.ofDays(730)));
    assertThat(settings.resultLog())
        .isEqualTo(new ResultLogSettings(Duration.ofHours(48), 2_000_000_000, 512_000_000));
    assertThat(settings.tenancy()).isEqualTo(new TenancySettings(TenancySettings.SignUp.CLOSED));
    assertThat(settings.log())
        .isEqualTo(new LogSettings(LogSettings.Format.TEXT, LogSettings.Level.INFO));
  }

  @Test
  void everyKeyOfTheReferenceIsReadAndNoOther() {
    var defaults = Keys.defaults();
    var reader = new SettingsReader(defaults.resolve());

    Settings.read(reader);

    assertThat(reader.keysRead()).containsExactlyInAnyOrderElementsOf(Keys.leaves(defaults.root()));
  }

  @Test
  void everyKeyOfTheReferenceIsExplained() {
    var defaults = Keys.defaults();

    assertThat(Keys.leaves(defaults.root()))
        .isNotEmpty()
        .allSatisfy(
            key ->
                assertThat(String.join(" ", defaults.getValue(key).origin().comments()))
                    .as(key)
                    .hasSizeGreaterThan(20));
  }

  @Test
  void everyVariableOfTheUsersGuideIsAKey() {
    var variables = Keys.leaves(Keys.defaults().root()).stream().map(Keys::variable).toList();

    assertThat(variables)
        .doesNotHaveDuplicates()
        .contains(
            "TOCSIN_PORT",
            "TOCSIN_BIND",
            "TOCSIN_TRUSTED_PROXIES",
            "TOCSIN_DATA_DIR",
            "TOCSIN_PUBLIC_URL",
            "TOCSIN_OWNER_EMAIL",
            "TOCSIN_OWNER_PASSWORD",
            "TOCSIN_DB_URL",
            "TOCSIN_DB_USER",
            "TOCSIN_DB_PASSWORD",
            "TOCSIN_REGION",
            "TOCSIN_CLUSTER_SEEDS",
            "TOCSIN_CLUSTER_PORT",
            "TOCSIN_CLUSTER_HOST",
            "TOCSIN_MANAGEMENT_PORT",
            "TOCSIN_SECRET_KEY",
            "TOCSIN_SMTP_URL",
            "TOCSIN_TWILIO_ACCOUNT_SID",
            "TOCSIN_TWILIO_AUTH_TOKEN",
            "TOCSIN_TWILIO_FROM",
            "TOCSIN_TWILIO_BASE_URL",
            "TOCSIN_LOG_FORMAT");
  }

  @Test
  void readsEveryKeyFromTheEnvironment() throws Exception {
    var authorities = Files.writeString(folder.resolve("authorities.pem"), "PEM");
    var settings =
        load(
            Map.ofEntries(
                Map.entry("TOCSIN_PORT", "9090"),
                Map.entry("TOCSIN_BIND", "127.0.0.1"),
                Map.entry("TOCSIN_PUBLIC_URL", "https://status.example.com/"),
                Map.entry("TOCSIN_DRAIN_TIME", "0s"),
                Map.entry("TOCSIN_TRUSTED_PROXIES", "10.0.0.0/8, fd00::1"),
                Map.entry("TOCSIN_DATA_DIR", "/var/lib/tocsin"),
                Map.entry("TOCSIN_REGION", "eu-west"),
                Map.entry("TOCSIN_SECRET_KEY", KEY),
                Map.entry("TOCSIN_OWNER_EMAIL", "ada@example.com"),
                Map.entry("TOCSIN_OWNER_PASSWORD", "correct horse"),
                Map.entry("TOCSIN_DB_URL", "jdbc:postgresql://db:5432/tocsin"),
                Map.entry("TOCSIN_DB_USER", "tocsin"),
                Map.entry("TOCSIN_DB_PASSWORD", "hidden"),
                Map.entry("TOCSIN_CLUSTER_HOST", "10.0.0.1"),
                Map.entry("TOCSIN_CLUSTER_PORT", "7000"),
                Map.entry("TOCSIN_CLUSTER_SEEDS", "10.0.0.1:7000, [fd00::2]:7000"),
                Map.entry("TOCSIN_CLUSTER_TIME_TO_LIVE", "6s"),
                Map.entry("TOCSIN_CLUSTER_FORGET_AFTER", "1m"),
                Map.entry("TOCSIN_CLUSTER_ALLOW_PLAINTEXT", "true"),
                Map.entry("TOCSIN_MANAGEMENT_PORT", "7001"),
                Map.entry("TOCSIN_CHECKS_PRIVATE_TARGETS", "refuse"),
                Map.entry("TOCSIN_CHECKS_MAX_IN_FLIGHT", "50"),
                Map.entry("TOCSIN_CHECKS_PER_HOST", "5"),
                Map.entry("TOCSIN_CHECKS_AUTHORITIES", authorities.toString()),
                Map.entry("TOCSIN_CHECKS_RDAP_BOOTSTRAP", "http://mirror.example:81/dns.json"),
                Map.entry("TOCSIN_RESULTS_LOG_KEEP_FOR", "6h"),
                Map.entry("TOCSIN_RESULTS_LOG_MAX_SIZE", "10MB"),
                Map.entry("TOCSIN_RESULTS_LOG_KEEP_FREE", "1GiB"),
                Map.entry("TOCSIN_TENANCY_SIGN_UP", "open"),
                Map.entry("TOCSIN_LOG_FORMAT", "json"),
                Map.entry("TOCSIN_LOG_LEVEL", "warn")));

    assertThat(settings.http().port()).isEqualTo(9090);
    assertThat(settings.http().publicUrl(1)).isEqualTo(URI.create("https://status.example.com"));
    assertThat(settings.http().drainTime()).isZero();
    assertThat(settings.http().trustedProxies()).containsExactly("10.0.0.0/8", "fd00::1");
    assertThat(settings.node()).isEqualTo(new NodeSettings(Path.of("/var/lib/tocsin"), "eu-west"));
    assertThat(settings.security().secretKey()).isEqualTo(SecretKey.parse(KEY));
    assertThat(settings.owner())
        .contains(new OwnerSettings("ada@example.com", new Secret("correct horse")));
    assertThat(settings.database())
        .isEqualTo(
            new DatabaseSettings(
                "jdbc:postgresql://db:5432/tocsin", "tocsin", new Secret("hidden")));
    assertThat(settings.cluster().seeds())
        .containsExactly(new HostPort("10.0.0.1", 7000), new HostPort("fd00::2", 7000));
    assertThat(settings.management().port()).isEqualTo(new ManagementSettings.Port.Fixed(7001));
    assertThat(settings.checks().allowsPrivateTargets(settings.tenancy())).isFalse();
    assertThat(settings.checks().authorities()).contains(authorities);
    assertThat(settings.checks().rdapBootstrap())
        .isEqualTo(URI.create("http://mirror.example:81/dns.json"));
    assertThat(settings.resultLog())
        .isEqualTo(new ResultLogSettings(Duration.ofHours(6), 10_000_000, 1L << 30));
    assertThat(settings.log())
        .isEqualTo(new LogSettings(LogSettings.Format.JSON, LogSettings.Level.WARN));
    assertThat(settings.toString()).doesNotContain("hidden", "correct horse", KEY);
  }

  @Test
  void theEnvironmentWinsOverTheFileAndTheFileOverTheDefault() throws Exception {
    var file =
        Files.writeString(
            folder.resolve("tocsin.conf"),
            "tocsin { port = 1, region = lab, cluster.forget-after = 2m }");

    var settings = Settings.load(Optional.of(file), Map.of("TOCSIN_PORT", "2"));

    assertThat(settings.http().port()).isEqualTo(2);
    assertThat(settings.node().region()).isEqualTo("lab");
    assertThat(settings.cluster().forgetAfter()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.http().bind()).isEqualTo("0.0.0.0");
  }

  @Test
  void anEmptyVariableCountsAsNotSet() {
    assertThat(load(Map.of("TOCSIN_PORT", "", "TOCSIN_DB_URL", " ")).http().port()).isEqualTo(8080);
  }

  @Test
  void privateTargetsFollowSignUpUnlessTheOperatorSaysOtherwise() {
    assertThat(allowsPrivateTargets("auto", "closed")).isTrue();
    assertThat(allowsPrivateTargets("auto", "open")).isFalse();
    assertThat(allowsPrivateTargets("allow", "open")).isTrue();
    assertThat(allowsPrivateTargets("refuse", "closed")).isFalse();
  }

  @Test
  void takesTheUsualManagementPortOnPostgresWhereItIsFree() {
    var environment = new HashMap<>(Map.of("TOCSIN_DB_URL", "jdbc:postgresql://db/tocsin"));
    environment.put("TOCSIN_SECRET_KEY", KEY);

    assertThat(load(environment).management().port())
        .isEqualTo(new ManagementSettings.Port.Preferred(7626));

    environment.put("TOCSIN_MANAGEMENT_PORT", "0");
    assertThat(load(environment).management().port()).isEqualTo(new ManagementSettings.Port.None());
  }

  @Test
  void theReferenceIsValidBesideThoseOfOtherLibraries() {
    assertThat(ConfigFactory.defaultReference().getInt("tocsin.port")).isEqualTo(8080);
  }

  private static boolean allowsPrivateTargets(String privateTargets, String signUp) {
    var settings =
        load(
            Map.of(
                "TOCSIN_CHECKS_PRIVATE_TARGETS", privateTargets, "TOCSIN_TENANCY_SIGN_UP", signUp));
    return settings.checks().allowsPrivateTargets(settings.tenancy());
  }

  private static Settings load(Map<String, String> environment) {
    return Settings.load(Optional.empty(), environment);
  }
}
