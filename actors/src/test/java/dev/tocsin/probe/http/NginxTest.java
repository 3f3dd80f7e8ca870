package dev.tocsin.probe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.net.Trust;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web server that most targets are. */
class NginxTest {
  private static final Path PROGRAM = Path.of("/usr/sbin/nginx");

  @TempDir static Path folder;

  private static Process nginx;
  private static int plain;
  private static int tls;
  private static Prober prober;

  @BeforeAll
  static void start() throws Exception {
    assumeThat(Files.isExecutable(PROGRAM)).as("nginx is installed").isTrue();
    Authority authority = new Authority("Nginx Authority");
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    KeyPair keys = generator.generateKeyPair();
    Files.writeString(
        folder.resolve("chain.pem"),
        pem(authority.certificate(keys, "SHA256withECDSA", "shop.test"), authority.certificate()));
    Files.writeString(folder.resolve("key.pem"), pem(keys.getPrivate()));
    plain = freePort();
    tls = freePort();
    Files.writeString(folder.resolve("nginx.conf"), configuration());
    nginx =
        new ProcessBuilder(PROGRAM + "", "-p", folder + "", "-c", folder + "/nginx.conf")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    awaitListening();
    prober = new Prober(Trust.withAuthorities(List.of(authority.certificate())));
    prober.name("shop.test", "127.0.0.1");
    prober.name("other.test", "127.0.0.1");
  }

  @AfterAll
  static void stop() throws Exception {
    if (prober != null) {
      prober.close();
    }
    if (nginx != null) {
      nginx.destroy();
      nginx.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static String configuration() {
    return """
    daemon off;
    worker_processes 1;
    pid %1$s/pid;
    error_log stderr crit;
    events { worker_connections 256; }
    http {
      access_log off;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      gzip on;
      gzip_min_length 1;
      gzip_types application/json;
      server {
        listen 127.0.0.1:%2$d;
        listen 127.0.0.1:%3$d ssl;
        ssl_certificate %1$s/chain.pem;
        ssl_certificate_key %1$s/key.pem;
        location = /status { default_type application/json; return 200 '{"status":"ok"}'; }
        location = /old { return 301 /status; }
        location = /busy { return 503; }
        location = /closes { return 444; }
        location / { return 404; }
      }
    }
    """
        .formatted(folder, plain, tls);
  }

  private static String pem(Object... objects) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object object : objects) {
        writer.writeObject(object);
      }
    }
    return text.toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitListening() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(
            () -> {
              try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", tls), 1_000);
                return true;
              }
            });
  }

  private static String address(boolean secure, String host, String path) {
    return (secure ? "https://" + host + ":" + tls : "http://" + host + ":" + plain) + path;
  }

  @Test
  void isUpInPlainTextAndByTlsWithItsChainVerified() throws Exception {
    for (boolean secure : new boolean[] {false, true}) {
      CheckResult result =
          prober.check(
              address(secure, "shop.test", "/status"),
              http -> http.putObject("jsonPath").put("path", "$.status").put("equals", "ok"));
      assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.UP);
      assertThat(result.evidence().headers())
          .anyMatch(header -> header.matches("(?i)server: nginx.*"));
      assertThat(result.phases().firstByte()).isNotNull();
      assertThat(result.phases().tls() != null).isEqualTo(secure);
    }
  }

  @Test
  void isFollowedToWhereItSends() throws Exception {
    CheckResult result = prober.check(address(true, "shop.test", "/old"));
    assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.UP);
    assertThat(result.evidence().redirects()).hasSize(1);
  }

  @Test
  void isDownWithItsStatus() throws Exception {
    CheckResult busy = prober.check(address(false, "shop.test", "/busy"));
    assertThat(busy.outcome()).isEqualTo(Outcome.DOWN);
    assertThat(busy.error()).contains("503");
    assertThat(prober.check(address(false, "shop.test", "/nothing")).error()).contains("404");
  }

  @Test
  void isDownWhereItHangsUp() throws Exception {
    CheckResult result = prober.check(address(true, "shop.test", "/closes"));
    assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
    assertThat(result.error()).contains("closed the connection before it answered");
  }

  @Test
  void isDownUnderANameThatItsCertificateDoesNotHave() throws Exception {
    CheckResult result = prober.check(address(true, "other.test", "/status"));
    assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
    assertThat(result.error()).contains("shop.test", "other.test");
  }
}
