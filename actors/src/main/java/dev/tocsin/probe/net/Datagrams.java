package dev.tocsin.probe.net;

import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckResult;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Executes checks that send a datagram and wait for one: each on a virtual thread of its own, which
 * holds the socket.
 */
public final class Datagrams {
  /** Looks at the first answer. */
  @FunctionalInterface
  public interface Judge {
    /**
     * @throws TargetFault why the target is down
     */
    void judge(byte[] answer, Notes notes) throws TargetFault;
  }

  private static final int MOST_BYTES = 16 * 1_024;

  /** Datagrams get lost; asking again tells that from a target that does not answer. */
  private static final int MOST_TRIES = 3;

  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Network network;
  private final Names names;
  private final AddressPolicy policy;
  private final InstantSource clock;

  public Datagrams(Network network, Names names, AddressPolicy policy, InstantSource clock) {
    this.network = network;
    this.names = names;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * @param timeout for everything
   * @param degradedOver null where no time is too long
   * @return fails only for a defect of Tocsin
   */
  public CompletionStage<CheckResult> check(
      Endpoint endpoint,
      byte[] datagram,
      Duration timeout,
      @Nullable Duration degradedOver,
      Judge judge) {
    return Conversations.inBackground(
        () -> {
          Notes notes = new Notes(clock.instant());
          try {
            Exchange exchange = new Exchange(notes, timeout);
            judge.judge(exchange.ask(exchange.resolve(endpoint), datagram), notes);
            return notes.result(null, degradedOver);
          } catch (TargetFault fault) {
            return notes.result(fault.sentence(), degradedOver);
          }
        });
  }

  private final class Exchange {
    private final Notes notes;
    private final Duration timeout;
    private final long deadline;

    Exchange(Notes notes, Duration timeout) {
      this.notes = notes;
      this.timeout = timeout;
      this.deadline = System.nanoTime() + timeout.toNanos();
    }

    InetSocketAddress resolve(Endpoint endpoint) throws TargetFault {
      Optional<InetAddress> literal = AddressPolicy.literal(endpoint.host());
      List<InetAddress> found =
          literal.isPresent() ? List.of(literal.get()) : addresses(endpoint.host());
      @Nullable String refused = null;
      for (InetAddress address : found) {
        InetSocketAddress target = new InetSocketAddress(address, endpoint.port());
        switch (policy.judge(target)) {
          case AddressPolicy.Allowed allowed -> {
            notes.address(target);
            return target;
          }
          case AddressPolicy.Refused(String why) -> refused = why;
        }
      }
      throw new TargetFault(
          refused == null ? "The name " + endpoint.host() + " has no address" : refused);
    }

    private List<InetAddress> addresses(String host) throws TargetFault {
      long start = System.nanoTime();
      EventLoop loop = network.next();
      CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
      loop.execute(
          () -> {
            Future<List<InetAddress>> asked = names.resolve(host, loop);
            asked.addListener(
                (Future<List<InetAddress>> done) -> {
                  if (done.isSuccess()) {
                    answer.complete(done.getNow());
                  } else {
                    answer.completeExceptionally(done.cause());
                  }
                });
            // the time-out below, and nothing else, cancels it
            answer.whenComplete((it, fault) -> asked.cancel(false));
          });
      try {
        return Waiting.on(answer, deadline, () -> late("No answer from DNS for the name " + host));
      } finally {
        answer.cancel(false);
        notes.resolved(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
      }
    }

    byte[] ask(InetSocketAddress target, byte[] datagram) throws TargetFault {
      try (DatagramSocket socket = new DatagramSocket()) {
        // from now on the system passes on only what comes from there, refusals included
        socket.connect(target);
        byte[] buffer = new byte[MOST_BYTES];
        DatagramPacket answer = new DatagramPacket(buffer, buffer.length);
        long start = System.nanoTime();
        for (int tries = 1; System.nanoTime() < deadline; tries++) {
          if (tries <= MOST_TRIES) {
            socket.send(new DatagramPacket(datagram, datagram.length));
          }
          if (receive(socket, answer, tries)) {
            notes.received(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
            if (tries > 1) {
              notes.fact("sent", Math.min(tries, MOST_TRIES) + " times");
            }
            return Arrays.copyOf(buffer, answer.getLength());
          }
        }
        throw late("No answer from " + Dial.text(target));
      } catch (PortUnreachableException closed) {
        throw new TargetFault("Nothing listens at " + Dial.text(target) + ": the machine says so");
      } catch (IOException fault) {
        throw Waiting.thrown(ConnectFaults.of(fault, target));
      }
    }

    /** Waits for a part of the time-out, the last time for what is left of it. */
    private boolean receive(DatagramSocket socket, DatagramPacket answer, int tries)
        throws IOException {
      long left = deadline - System.nanoTime();
      long wait =
          tries >= MOST_TRIES
              ? left
              : Math.min(left, Math.min(timeout.toNanos() / MOST_TRIES, LONGEST_WAIT_NANOS));
      if (wait <= 0) {
        return false;
      }
      // a time-out of 0 would be none
      socket.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)));
      try {
        socket.receive(answer);
        return true;
      } catch (SocketTimeoutException silent) {
        return false;
      }
    }

    private TargetFault late(String unfinished) {
      return new TargetFault(unfinished + " within " + Spans.text(timeout));
    }
  }
}
