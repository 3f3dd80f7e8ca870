package dev.tocsin.probe.udp;

import static dev.tocsin.probe.net.Loopback.SHORT;
import static dev.tocsin.probe.net.Loopback.assertDown;
import static dev.tocsin.probe.net.Loopback.assertUp;
import static dev.tocsin.probe.net.Loopback.facts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.net.Loopback;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UdpProbeTest {
  private final Loopback loopback = new Loopback();
  private final UdpCheckKind kind =
      new UdpCheckKind(new UdpProbe(loopback.datagrams), loopback.policy);

  @AfterEach
  void nothingStays() {
    loopback.close();
  }

  @Test
  void isUpWhenAnAnswerComes() throws Exception {
    loopback.name("game.example", "127.0.0.1");
    try (Peer peer = new Peer(asked -> "re: " + asked)) {
      CheckResult result = check(peer, "game.example", "'send':'status\\\\n'");
      assertUp(result);
      assertThat(facts(result)).containsEntry("answer", "re: status").containsEntry("bytes", "11");
      assertThat(result.evidence().address()).isEqualTo("127.0.0.1:" + peer.port());
      assertThat(result.phases().dns()).isNotNull();
      assertThat(result.phases().firstByte()).isPositive();
    }
  }

  @Test
  void judgesTheAnswer() throws Exception {
    try (Peer peer = new Peer(asked -> "re: " + asked)) {
      assertUp(check(peer, "127.0.0.1", "'sendHex':'6869','expect':{'pattern':'^re: h.$'}"));
      assertDown(
          check(peer, "127.0.0.1", "'send':'hi','expect':'ho'"),
          "The answer is not what was expected: the text \"ho\" is not in \"re: hi\"");
    }
  }

  @Test
  void saysAtOnceThatNothingListens() throws Exception {
    int port;
    try (DatagramSocket closed = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
      port = closed.getLocalPort();
    }
    long start = System.nanoTime();
    assertDown(
        loopback.check(kind, "{'host':'127.0.0.1','port':" + port + ",'send':'a'}"),
        "Nothing listens at 127.0.0.1:" + port + ": the machine says so");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void endsAtItsTimeout() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (Peer silent =
        new Peer(
            it -> {
              asked.incrementAndGet();
              return null;
            })) {
      assertDown(
          loopback.check(kind, SHORT, json(silent, "127.0.0.1", "'send':'a'")),
          "No answer from 127.0.0.1:" + silent.port() + " within 300 ms");
      assertThat(asked.get()).isBetween(1, 3);
    }
  }

  @Test
  void asksAgainWhenADatagramIsLost() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (Peer forgetful = new Peer(it -> asked.incrementAndGet() == 1 ? null : "here")) {
      CheckResult result =
          loopback.check(kind, Duration.ofMillis(900), json(forgetful, "127.0.0.1", "'send':'a'"));
      assertUp(result);
      asked.set(0);
      CheckResult slow =
          loopback.check(
              kind,
              Duration.ofMillis(900),
              json(forgetful, "127.0.0.1", "'send':'a','degradedOver':'20ms'"));
      assertThat(slow.outcome()).isEqualTo(Outcome.DEGRADED);
      assertThat(facts(result).get("sent")).matches("[23] times");
    }
  }

  @Test
  void refusesANameThatTurnsIntoAnAddressOfOurOwn() throws Exception {
    try (Peer peer = new Peer(asked -> "a")) {
      loopback.ownEndpoints.add(new InetSocketAddress("127.0.0.1", peer.port()));
      Iterator<List<java.net.InetAddress>> answers =
          List.of(
                  List.of(Loopback.address("169.254.169.254")),
                  List.of(Loopback.address("127.0.0.1")))
              .iterator();
      loopback.name("rebinds.example", answers::next);
      assertThat(check(peer, "rebinds.example", "'send':'a'").error())
          .contains("a cloud's metadata service");
      assertThat(check(peer, "rebinds.example", "'send':'a'").error())
          .contains("is one of Tocsin's own");
      assertDown(check(peer, "gone.example", "'send':'a'"), "The name gone.example does not exist");
    }
  }

  private CheckResult check(Peer peer, String host, String more) throws Exception {
    return loopback.check(kind, json(peer, host, more));
  }

  private static String json(Peer peer, String host, String more) {
    return "{'host':'" + host + "','port':" + peer.port() + "," + more + "}";
  }

  /** Answers each datagram, or does not. */
  private static final class Peer implements AutoCloseable {
    interface Answer {
      String to(String asked);
    }

    private final DatagramSocket socket;

    Peer(Answer answer) throws IOException {
      socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
      Thread.ofVirtual().start(() -> serve(answer));
    }

    int port() {
      return socket.getLocalPort();
    }

    private void serve(Answer answer) {
      byte[] buffer = new byte[2_000];
      try {
        while (true) {
          DatagramPacket asked = new DatagramPacket(buffer, buffer.length);
          socket.receive(asked);
          String said = answer.to(new String(buffer, 0, asked.getLength()));
          if (said != null) {
            socket.send(
                new DatagramPacket(said.getBytes(), said.length(), asked.getSocketAddress()));
          }
        }
      } catch (IOException closed) {
        // the test is over
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
