package dev.tocsin.probe.ping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The real sockets: here as the machine has them, and in a network of their own. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class LinuxEchoesTest {
  /** The last line of a child that came to its end. */
  private static final String END = "end";

  @Test
  void pingsLoopbackOrSaysWhatToChange() throws Exception {
    try (Pinger pinger = new Pinger(Echoes.ofSystem())) {
      CheckResult result = pinger.check("127.0.0.1");
      if (result.outcome() == Outcome.UNKNOWN) {
        assertThat(result.error()).isIn(LinuxEchoes.NOT_ALLOWED, LinuxEchoes.NO_SUCH_SOCKETS);
      } else {
        assertThat(result.outcome()).isEqualTo(Outcome.UP);
        assertThat(result.error()).isNull();
      }
    }
  }

  @Test
  void pingsInANetworkOfItsOwn() throws Exception {
    List<String> lines = inANetworkOfItsOwn();
    assertThat(lines)
        .contains("UNKNOWN " + LinuxEchoes.NOT_ALLOWED)
        .contains("UP 127.0.0.1 null")
        .contains("DOWN No answer from 127.0.0.1 to 3 pings within 250 ms")
        .contains("DOWN 198.51.100.1 cannot be pinged: there is no route to its network")
        .contains(
            "DOWN 203.0.113.1 cannot be pinged: the last router, or one on the way, cannot reach the host")
        .contains("200 at once: 200 up");
    if (Files.exists(Path.of("/proc/net/if_inet6"))) {
      assertThat(lines).contains("UP 0:0:0:0:0:0:0:1 null");
    }
    if (lines.contains("a link")) {
      assertThat(lines)
          .contains(
              "DOWN 192.0.2.2 cannot be pinged: the last router, or one on the way, cannot reach the host");
    }
    assertThat(lines).last().isEqualTo(END);
  }

  /** In the namespace of the child, where it may do what it likes. */
  public static void main(String[] arguments) throws Exception {
    try (Pinger pinger = new Pinger(Echoes.ofSystem())) {
      System.out.println("UNKNOWN " + pinger.check("127.0.0.1").error());
      Files.writeString(Path.of("/proc/sys/net/ipv4/ping_group_range"), "0 0");
      for (String host : List.of("127.0.0.1", "::1")) {
        CheckResult result = pinger.check(host);
        System.out.println(
            result.outcome() + " " + result.evidence().address() + " " + result.error());
      }
      for (String host : List.of("198.51.100.1", "203.0.113.1")) {
        CheckResult result = pinger.check(host);
        System.out.println(result.outcome() + " " + result.error());
      }
      if (NetworkInterface.getByName("near") != null) {
        // nobody there answers who has the address, and the kernel is told to give up soon
        Path neighbours = Path.of("/proc/sys/net/ipv4/neigh/near");
        Files.writeString(neighbours.resolve("retrans_time_ms"), "20");
        Files.writeString(neighbours.resolve("mcast_solicit"), "1");
        CheckResult result = pinger.check("192.0.2.2");
        System.out.println("a link");
        System.out.println(result.outcome() + " " + result.error());
      }
      List<CompletableFuture<CheckResult>> many = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String host = "127.0.0." + (i + 1);
        many.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return pinger.check(host, Duration.ofSeconds(15), ping -> {});
                  } catch (Exception wrong) {
                    throw new IllegalStateException(wrong);
                  }
                },
                task -> Thread.ofVirtual().start(task)));
      }
      long up = many.stream().filter(it -> it.join().outcome() == Outcome.UP).count();
      System.out.println("200 at once: " + up + " up");
      Files.writeString(Path.of("/proc/sys/net/ipv4/icmp_echo_ignore_all"), "1");
      CheckResult silent = pinger.check("127.0.0.1", Pinger.SHORT, ping -> {});
      System.out.println(silent.outcome() + " " + silent.error());
      System.out.println(END);
    }
  }

  private static List<String> inANetworkOfItsOwn() throws IOException, InterruptedException {
    boolean root = System.getProperty("user.name").equals("root");
    String network =
        """
        ip link set lo up && ip route add unreachable 203.0.113.0/24 || exit 1
        ip link add near type veth peer name far && ip link set far up && ip link set near up \\
          && ip addr add 192.0.2.1/24 dev near
        echo BEGUN
        exec "$@"
        """;
    List<String> command =
        new ArrayList<>(List.of("unshare", root ? "-n" : "-rn", "sh", "-c", network, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            LinuxEchoesTest.class.getName()));
    Process child;
    try {
      child = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException none) {
      return Assumptions.abort("There is no unshare(1) here");
    }
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    Assumptions.assumeTrue(output.contains("BEGUN"), () -> "No network of its own here: " + output);
    assertThat(output).as("what the child found").contains("UNKNOWN ", END);
    return output.lines().filter(line -> !line.isBlank()).toList();
  }
}
