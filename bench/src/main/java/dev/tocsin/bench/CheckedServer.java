package dev.tocsin.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * nginx with one worker at 64 addresses of loopback, plain and with TLS by an authority of its own,
 * without resumption: what is checked.
 */
final class CheckedServer implements AutoCloseable {
  static final int ADDRESSES = 64;

  private final Path folder;
  private final int plainPort;
  private final int tlsPort;
  private final Peer nginx;

  private CheckedServer(Path folder, int plainPort, int tlsPort, Peer nginx) {
    this.folder = folder;
    this.plainPort = plainPort;
    this.tlsPort = tlsPort;
    this.nginx = nginx;
  }

  static CheckedServer start(Path folder) throws IOException, InterruptedException {
    certify(folder);
    int plainPort = Installation.freePort();
    int tlsPort = Installation.freePort();
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off;
        worker_processes 1;
        pid %1$s/nginx.pid;
        error_log stderr crit;
        events { worker_connections 8192; }
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          server {
            listen 127.0.0.1:%2$d backlog=8192;
            %4$s
            listen 127.0.0.1:%3$d ssl backlog=8192;
            %5$s
            ssl_certificate %1$s/server.pem;
            ssl_certificate_key %1$s/server.key;
            ssl_session_cache off;
            ssl_session_tickets off;
            location / { default_type text/plain; return 200 "well\\n"; }
          }
        }
        """
            .formatted(folder, plainPort, tlsPort, listen(plainPort, ""), listen(tlsPort, " ssl")));
    Peer nginx =
        Peer.start(
            folder, List.of("/usr/sbin/nginx", "-p", folder + "", "-c", folder + "/nginx.conf"));
    awaitPort(plainPort);
    return new CheckedServer(folder, plainPort, tlsPort, nginx);
  }

  private static String listen(int port, String more) {
    return IntStream.range(1, ADDRESSES)
        .mapToObj(i -> "listen " + address(i) + ":" + port + more + " backlog=8192;")
        .collect(Collectors.joining("\n"));
  }

  /** An authority and a certificate of it for all the addresses. */
  private static void certify(Path folder) throws IOException, InterruptedException {
    String names =
        IntStream.range(0, ADDRESSES)
            .mapToObj(i -> "IP:" + address(i))
            .collect(Collectors.joining(","));
    Files.writeString(folder.resolve("server.ext"), "subjectAltName=" + names + "\n");
    String curve = "ec_paramgen_curve:prime256v1";
    Peer.run(
        folder,
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            curve,
            "-nodes",
            "-days",
            "90",
            "-subj",
            "/CN=Bench Authority",
            "-addext",
            "keyUsage=critical,keyCertSign",
            "-keyout",
            "authority.key",
            "-out",
            "authority.pem"));
    Peer.run(
        folder,
        List.of(
            "openssl",
            "req",
            "-new",
            "-newkey",
            "ec",
            "-pkeyopt",
            curve,
            "-nodes",
            "-subj",
            "/CN=bench",
            "-keyout",
            "server.key",
            "-out",
            "server.csr"));
    Peer.run(
        folder,
        List.of(
            "openssl",
            "x509",
            "-req",
            "-in",
            "server.csr",
            "-days",
            "90",
            "-CA",
            "authority.pem",
            "-CAkey",
            "authority.key",
            "-CAcreateserial",
            "-extfile",
            "server.ext",
            "-out",
            "server.pem"));
  }

  static void awaitPort(int port) throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
        return;
      } catch (SocketException notYet) {
        if (System.nanoTime() > end) {
          throw notYet;
        }
        Thread.sleep(20);
      }
    }
  }

  private static String address(int number) {
    return "127.0.0." + (number % ADDRESSES + 1);
  }

  /** At one of the addresses, so that the limit of checks to one host is not what is measured. */
  String url(boolean tls, int number) {
    return (tls ? "https://" : "http://")
        + address(number)
        + ":"
        + (tls ? tlsPort : plainPort)
        + "/";
  }

  Path authority() {
    return folder.resolve("authority.pem");
  }

  Duration cpu() throws IOException {
    return nginx.cpu();
  }

  @Override
  public void close() throws InterruptedException {
    nginx.close();
  }
}
