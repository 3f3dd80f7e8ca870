package dev.tocsin.probe.sql;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.net.Names;
import dev.tocsin.probe.net.Network;
import dev.tocsin.probe.net.Trust;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A real probe, which knows the name {@code db.example}. */
final class SqlClient implements AutoCloseable {
  static final Duration SHORT = Duration.ofMillis(300);
  static final Duration LONG = Duration.ofSeconds(20);

  volatile boolean privateTargets = true;
  private final Network network = Network.open(1);
  private final Trust trust;
  private final SqlProbe probe;

  SqlClient() {
    this(Trust.ofJvm());
  }

  SqlClient(Trust trust) {
    this.trust = trust;
    Names names =
        (name, loop) -> loop.newSucceededFuture(List.of(InetAddress.getLoopbackAddress()));
    AddressPolicy policy = new AddressPolicy(() -> privateTargets, "TOCSIN_PRIVATE", List::of);
    this.probe = new SqlProbe(network, names, policy, trust, InstantSource.system());
  }

  CheckResult check(String driver, int port, Duration timeout, Consumer<ObjectNode> more)
      throws Exception {
    ObjectNode sql = JsonNodeFactory.instance.objectNode();
    sql.put("driver", driver).put("host", "127.0.0.1").put("port", port).put("tls", "off");
    sql.put("user", "watcher").put("password", "open sesame");
    more.accept(sql);
    Input input = Input.of(sql);
    SqlSpec spec = SqlSpecs.read(input);
    input.finish();
    return probe.check(spec, timeout).toCompletableFuture().get(40, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    network.close();
    trust.close();
  }
}
