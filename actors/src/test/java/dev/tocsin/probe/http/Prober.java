package dev.tocsin.probe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.net.Dialer;
import dev.tocsin.probe.net.Names;
import dev.tocsin.probe.net.Network;
import dev.tocsin.probe.net.TargetFault;
import dev.tocsin.probe.net.Trust;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.Future;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.awaitility.core.ConditionFactory;

/**
 * A real probe with names of its own, whose every buffer and channel is counted: closing it fails
 * where one stayed.
 */
final class Prober implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final Duration SHORT = Duration.ofMillis(600);
  static final Duration LONG = Duration.ofSeconds(10);

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final Network network;
  private final Trust trust;
  private final HttpProbe probe;
  private final Map<String, Supplier<List<InetAddress>>> addresses = new ConcurrentHashMap<>();
  final List<InetSocketAddress> ownEndpoints = new CopyOnWriteArrayList<>();
  volatile boolean privateTargets = true;

  Prober(Trust trust) {
    this(trust, InstantSource.system());
  }

  Prober(Trust trust, InstantSource clock) {
    this(trust, clock, BodyRoom.ofHeap());
  }

  Prober(Trust trust, InstantSource clock, BodyRoom bodyRoom) {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    this.network = Network.open(1, allocator);
    this.trust = trust;
    AddressPolicy policy =
        new AddressPolicy(() -> privateTargets, "TOCSIN_PRIVATE", () -> ownEndpoints);
    this.probe =
        new HttpProbe(
            network, new Dialer(network, names(), policy), trust, clock, "1.2.3", bodyRoom);
  }

  void name(String name, String... literals) {
    List<InetAddress> found = List.of(literals).stream().map(Prober::address).toList();
    addresses.put(name, () -> found);
  }

  void name(String name, Supplier<List<InetAddress>> found) {
    addresses.put(name, found);
  }

  CheckResult check(String url) throws Exception {
    return check(url, LONG, http -> {});
  }

  CheckResult check(String url, Consumer<ObjectNode> more) throws Exception {
    return check(url, LONG, more);
  }

  CheckResult check(String url, Duration timeout) throws Exception {
    return check(url, timeout, http -> {});
  }

  CheckResult check(String url, Duration timeout, Consumer<ObjectNode> more) throws Exception {
    return probe.check(spec(url, more), timeout).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  Network network() {
    return network;
  }

  HttpProbe probe() {
    return probe;
  }

  static HttpSpec spec(String url, Consumer<ObjectNode> more) {
    ObjectNode http = JSON.createObjectNode().put("url", url);
    more.accept(http);
    Input input = Input.of(http);
    HttpSpec spec = HttpSpecs.read(input);
    input.finish();
    return spec;
  }

  static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** The channels of the one event loop, which Netty tells only its own. */
  int channels() throws ReflectiveOperationException {
    Method count = SingleThreadIoEventLoop.class.getDeclaredMethod("getNumOfRegisteredChannels");
    count.setAccessible(true);
    return (int) count.invoke(network.next());
  }

  /** Nothing may stay of the checks that ended. */
  void assertNothingStays() {
    soon().untilAsserted(() -> assertThat(channels()).isZero());
    // what is given back on the event loop's next round
    soon().untilAsserted(() -> assertThat(buffered()).isZero());
  }

  /** Bytes of all buffers that are in use. */
  long buffered() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  private static ConditionFactory soon() {
    return await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(5));
  }

  @Override
  public void close() {
    try {
      assertNothingStays();
    } finally {
      network.close();
      trust.close();
    }
  }

  private Names names() {
    return (String name, EventLoop loop) -> {
      Supplier<List<InetAddress>> found = addresses.get(name);
      Future<List<InetAddress>> answer =
          found == null
              ? loop.newFailedFuture(new TargetFault("The name " + name + " does not exist"))
              : loop.newSucceededFuture(found.get());
      return answer;
    };
  }
}
