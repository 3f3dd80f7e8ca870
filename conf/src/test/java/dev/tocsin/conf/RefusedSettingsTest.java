package dev.tocsin.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stops the start, and the sentence that says so. */
class RefusedSettingsTest {
  private static final String KEY =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @TempDir Path folder;

  @Test
  void anUnknownKeyIsNamedWithItsLineAndWhatItMayMean() throws Exception {
    assertThat(refusedFile("tocsin {\n  port = 1\n  regoin = lab\n}"))
        .isEqualTo(
            "tocsin.regoin is not a setting ("
                + folder.resolve("tocsin.conf")
                + ": 3); it may be meant to be tocsin.region.");
  }

  @Test
  void aKeyOutsideOfTocsinIsUnknown() throws Exception {
    assertThat(refusedFile("region = lab"))
        .contains("region is not a setting", "it may be meant to be tocsin.region.");
    assertThat(refusedFile("pekko.loglevel = DEBUG"))
        .contains("pekko.loglevel is not a setting", "reference.conf");
  }

  @Test
  void aValueForAGroupIsRefused() throws Exception {
    assertThat(refusedFile("tocsin.cluster = on")).contains("tocsin.cluster", "is a group of keys");
    assertThat(refusedFile("tocsin.port.http = 1"))
        .contains("tocsin.port.http is not a setting", "reference.conf");
  }

  @Test
  void aFileThatIsMissingOrBrokenIsNamed() throws Exception {
    var missing = folder.resolve("missing.conf");
    assertThatThrownBy(() -> Settings.load(Optional.of(missing), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(missing + " cannot be read");
    assertThat(refusedFile("tocsin { port = ")).contains("is not valid HOCON");
  }

  @Test
  void anUnknownVariableIsNamedWithWhatItMayMean() {
    assertThat(refused(Map.of("TOCSIN_PROT", "1")))
        .isEqualTo(
            "The environment variable TOCSIN_PROT is not a setting; it may be meant to be"
                + " TOCSIN_PORT.");
    assertThat(refused(Map.of("TOCSIN_FAVOURITE_COLOUR", "blue")))
        .contains("TOCSIN_FAVOURITE_COLOUR is not a setting", "TOCSIN_CLUSTER_PORT");
  }

  @Test
  void kubernetesServiceVariablesAreExplained() {
    assertThat(refused(Map.of("TOCSIN_PORT", "tcp://10.0.0.1:8080")))
        .contains("TOCSIN_PORT", "enableServiceLinks: false");
    assertThat(refused(Map.of("TOCSIN_SERVICE_HOST", "10.0.0.1")))
        .contains("TOCSIN_SERVICE_HOST", "enableServiceLinks: false");
    assertThat(refused(Map.of("TOCSIN_PORT_8080_TCP_ADDR", "10.0.0.1")))
        .contains("enableServiceLinks: false");
  }

  @Test
  void aWrongValueIsNamedWithWhereItIsSetAndWhatWouldBeRight() {
    assertThat(refused(Map.of("TOCSIN_PORT", "eighty")))
        .isEqualTo(
            "tocsin.port is \"eighty\" (environment variable TOCSIN_PORT); it must be a whole number"
                + " from 0 to 65535.");
    assertThat(refused(Map.of("TOCSIN_PORT", "65536"))).contains("from 0 to 65535");
    assertThat(refused(Map.of("TOCSIN_CHECKS_RDAP_BOOTSTRAP", "file:/etc/dns.json")))
        .contains("it must be a URL like https://data.iana.org/rdap/dns.json");
    assertThat(refused(Map.of("TOCSIN_DRAIN_TIME", "5 parsecs"))).contains("15s or 10m");
    assertThat(refused(Map.of("TOCSIN_CLUSTER_TIME_TO_LIVE", "1ms"))).contains("from 1s to 300s");
    assertThat(refused(Map.of("TOCSIN_LOG_FORMAT", "xml"))).contains("one of text, json");
    assertThat(refused(Map.of("TOCSIN_REGION", "EU West"))).contains("tocsin.region");
    assertThat(refused(Map.of("TOCSIN_CLUSTER_ALLOW_PLAINTEXT", "maybe")))
        .contains("must be true or false");
    assertThat(refused(Map.of("TOCSIN_MANAGEMENT_PORT", "none"))).contains("auto, or a whole");
    assertThat(refused(Map.of("TOCSIN_PUBLIC_URL", "status.example.com")))
        .contains("a URL without a path");
    assertThat(refused(Map.of("TOCSIN_PUBLIC_URL", "https://example.com/status")))
        .contains("a URL without a path");
    assertThat(refused(Map.of("TOCSIN_DB_URL", "postgres://db/tocsin")))
        .contains("tocsin.db.url", "jdbc:postgresql://host:5432/tocsin");
  }

  @Test
  void secretsAreNotInTheSentence() {
    assertThat(refused(postgres(Map.of("TOCSIN_SECRET_KEY", "short and secret"))))
        .contains("tocsin.secret-key", "at least 32 bytes")
        .doesNotContain("short and secret");
    assertThat(refused(Map.of("TOCSIN_DB_URL", "jdbc:postgresql://db/tocsin?password=hunter2")))
        .contains("tocsin.db.password")
        .doesNotContain("hunter2");
  }

  @Test
  void aClusterOnTheEmbeddedDatabaseIsRefusedWithWhatToDo() {
    assertThat(refused(Map.of("TOCSIN_CLUSTER_SEEDS", "127.0.0.1:7625")))
        .isEqualTo(
            "tocsin.cluster.seeds is set (environment variable TOCSIN_CLUSTER_SEEDS), but the"
                + " embedded database serves one process alone; for a cluster set tocsin.db.url"
                + " (TOCSIN_DB_URL) to a PostgreSQL database, or remove tocsin.cluster.seeds.");
    assertThat(refused(Map.of("TOCSIN_CLUSTER_PORT", "7000"))).contains("TOCSIN_DB_URL");
    assertThat(refused(Map.of("TOCSIN_CLUSTER_HOST", "127.0.0.2"))).contains("TOCSIN_DB_URL");
  }

  @Test
  void postgresNeedsAKeyThatAllNodesShare() {
    assertThat(refused(Map.of("TOCSIN_DB_URL", "jdbc:postgresql://db/tocsin")))
        .contains("TOCSIN_SECRET_KEY", "the same for all nodes", "openssl rand");
  }

  @Test
  void trafficThatLeavesTheMachineIsEncryptedOrExplicitlyNot() throws Exception {
    assertThat(refused(postgres(Map.of("TOCSIN_CLUSTER_HOST", "10.0.0.1"))))
        .contains("tocsin.cluster.tls.certificate", "allow-plaintext");
    assertThat(refused(postgres(Map.of("TOCSIN_CLUSTER_HOST", "node-1"))))
        .contains("allow-plaintext");
    assertThat(refused(postgres(Map.of("TOCSIN_CLUSTER_HOST", "0.0.0.0"))))
        .contains("by which other nodes reach this one");
    var pem = Files.writeString(folder.resolve("some.pem"), "").toString();
    assertThat(refused(postgres(Map.of("TOCSIN_CLUSTER_TLS_KEY", pem)))).contains("all three");
    assertThat(refused(postgres(Map.of("TOCSIN_CLUSTER_TLS_KEY", "/no/such.pem"))))
        .contains("tocsin.cluster.tls.key", "a PEM file that Tocsin may read");

    var tls =
        Settings.load(
            Optional.empty(),
            postgres(
                Map.of(
                    "TOCSIN_CLUSTER_HOST", "10.0.0.1",
                    "TOCSIN_CLUSTER_TLS_KEY", pem,
                    "TOCSIN_CLUSTER_TLS_CERTIFICATE", pem,
                    "TOCSIN_CLUSTER_TLS_AUTHORITY", pem)));
    assertThat(tls.cluster().tls()).isPresent();
  }

  @Test
  void loopbackNeedsNoEncryption() {
    for (var host : new String[] {"127.0.0.1", "127.0.0.2", "localhost", "::1"}) {
      var settings = Settings.load(Optional.empty(), postgres(Map.of("TOCSIN_CLUSTER_HOST", host)));
      assertThat(settings.cluster().host()).isEqualTo(host);
    }
  }

  @Test
  void aTrustedProxyIsAnAddressOrANetwork() {
    for (var wrong :
        new String[] {
          "proxy.example.com",
          "10.0.0.0/33",
          "10.0.0.0/0",
          "::/0",
          "10.0.0",
          "10.0.0.256",
          "*",
          "10.0.0.1:80",
          "fe80::1%eth0",
          "10.0.0.0/",
          "::1/129"
        }) {
      assertThat(refused(Map.of("TOCSIN_TRUSTED_PROXIES", "127.0.0.1, " + wrong)))
          .contains("tocsin.trusted-proxies", "\"" + wrong + "\"", "TOCSIN_TRUSTED_PROXIES");
    }
  }

  @Test
  void halfAnOwnerIsRefused() {
    assertThat(refused(Map.of("TOCSIN_OWNER_EMAIL", "ada@example.com")))
        .contains("tocsin.owner.password", "belong together");
    assertThat(
            refused(Map.of("TOCSIN_OWNER_EMAIL", "ada", "TOCSIN_OWNER_PASSWORD", "correct horse")))
        .contains("an e-mail address");
  }

  @Test
  void aDatabaseUserWithoutADatabaseIsRefused() {
    assertThat(refused(Map.of("TOCSIN_DB_USER", "tocsin"))).contains("tocsin.db.url is not set");
  }

  @Test
  void aSeedIsAnAddressWithAPort() {
    assertThat(refused(postgres(Map.of("TOCSIN_CLUSTER_SEEDS", "10.0.0.1"))))
        .contains("\"10.0.0.1\"", "each entry must be host:port");
  }

  private static Map<String, String> postgres(Map<String, String> more) {
    var environment = new HashMap<String, String>();
    environment.put("TOCSIN_DB_URL", "jdbc:postgresql://db/tocsin");
    environment.put("TOCSIN_SECRET_KEY", KEY);
    environment.putAll(more);
    return environment;
  }

  private static String refused(Map<String, String> environment) {
    return message(Optional.empty(), environment);
  }

  private String refusedFile(String text) throws Exception {
    var file = Files.writeString(folder.resolve("tocsin.conf"), text);
    return message(Optional.of(file), Map.of());
  }

  private static String message(Optional<Path> file, Map<String, String> environment) {
    try {
      Settings.load(file, environment);
    } catch (SettingsException e) {
      return e.getMessage();
    }
    throw new AssertionError("was accepted");
  }
}
