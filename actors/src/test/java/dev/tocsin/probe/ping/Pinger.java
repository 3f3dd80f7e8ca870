package dev.tocsin.probe.ping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.net.Names;
import dev.tocsin.probe.net.Network;
import dev.tocsin.probe.net.TargetFault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A real probe with names of its own. */
final class Pinger implements AutoCloseable {
  static final Duration SHORT = Duration.ofMillis(250);
  static final Duration LONG = Duration.ofSeconds(10);

  final List<InetAddress> addresses = new ArrayList<>();
  volatile boolean privateTargets = true;
  private final Network network = Network.open(1);
  private final Echoes echoes;
  private final PingProbe probe;

  Pinger(Echoes echoes) {
    this.echoes = echoes;
    Names names =
        (name, loop) ->
            addresses.isEmpty()
                ? loop.newFailedFuture(new TargetFault("The name " + name + " does not exist"))
                : loop.newSucceededFuture(List.copyOf(addresses));
    AddressPolicy policy = new AddressPolicy(() -> privateTargets, "TOCSIN_PRIVATE", List::of);
    this.probe = new PingProbe(network, names, policy, echoes, InstantSource.system());
  }

  CheckResult check(String host, Duration timeout, Consumer<ObjectNode> more) throws Exception {
    ObjectNode ping = JsonNodeFactory.instance.objectNode().put("host", host);
    more.accept(ping);
    Input input = Input.of(ping);
    PingSpec spec = PingSpecs.read(input);
    input.finish();
    return probe.check(spec, timeout).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  CheckResult check(String host) throws Exception {
    return check(host, LONG, ping -> {});
  }

  void name(String... literals) throws UnknownHostException {
    for (String literal : literals) {
      addresses.add(InetAddress.getByName(literal));
    }
  }

  @Override
  public void close() {
    echoes.close();
    network.close();
  }
}
