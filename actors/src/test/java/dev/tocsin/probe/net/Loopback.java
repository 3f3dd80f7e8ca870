package dev.tocsin.probe.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.CheckSpecs;
import dev.tocsin.probe.Evidence.Fact;
import dev.tocsin.probe.Outcome;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What probes need of the network, with names of its own, whose every buffer and channel is
 * counted: closing it fails where one stayed.
 */
public final class Loopback implements AutoCloseable {
  public static final Duration SHORT = Duration.ofMillis(300);
  public static final Duration LONG = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  public final Network network;
  public final Trust trust;
  public final AddressPolicy policy;
  public final Names names = names();
  public final Dialer dialer;
  public final Conversations conversations;
  public final Datagrams datagrams;
  public final List<InetSocketAddress> ownEndpoints = new CopyOnWriteArrayList<>();
  public volatile boolean privateTargets = true;

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final Map<String, Supplier<List<InetAddress>>> addresses = new ConcurrentHashMap<>();

  public Loopback() {
    this(Trust.ofJvm());
  }

  public Loopback(Trust trust) {
    this(trust, InstantSource.system());
  }

  public Loopback(Trust trust, InstantSource clock) {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    this.network = Network.open(1, allocator);
    this.trust = trust;
    this.policy = new AddressPolicy(() -> privateTargets, "TOCSIN_PRIVATE", () -> ownEndpoints);
    this.dialer = new Dialer(network, names, policy);
    this.datagrams = new Datagrams(network, names, policy, clock);
    this.conversations = new Conversations(network, dialer, trust, clock);
  }

  public void name(String name, String... literals) {
    List<InetAddress> found = List.of(literals).stream().map(Loopback::address).toList();
    addresses.put(name, () -> found);
  }

  /** A name that answers differently each time it is asked. */
  public void name(String name, Supplier<List<InetAddress>> found) {
    addresses.put(name, found);
  }

  public static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** JSON with single quotes. */
  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (java.io.IOException wrong) {
      throw new AssertionError(wrong);
    }
  }

  /** As the API reads it. */
  public static <S extends CheckSpec> S read(CheckKind<S> kind, String json) {
    return read(kind, json(json));
  }

  private static <S extends CheckSpec> S read(CheckKind<S> kind, JsonNode json) {
    Input input = Input.of(json);
    S spec = kind.read(input);
    input.finish();
    return spec;
  }

  /** The faults as {@code field: message}. */
  public static List<String> faults(CheckKind<?> kind, String json) {
    try {
      read(kind, json);
      return List.of();
    } catch (InvalidInputException invalid) {
      return invalid.errors().stream()
          .map(fault -> fault.field() + ": " + fault.message())
          .toList();
    }
  }

  public static List<String> fields(CheckKind<?> kind, String json) {
    try {
      read(kind, json);
      return List.of();
    } catch (InvalidInputException invalid) {
      return invalid.errors().stream().map(FieldError::field).toList();
    }
  }

  /** What the API shows is what it takes, and the store gives back what it was given. */
  public static <S extends CheckSpec> S assertRoundTrips(CheckKind<S> kind, String json)
      throws Exception {
    S spec = read(kind, json);
    ObjectNode shown = kind.write(spec);
    S kept = kind.keepSecrets(spec, read(kind, (JsonNode) shown));
    assertThat(kept).isEqualTo(spec);
    assertThat(kind.missingSecrets(kept)).isEmpty();
    assertThat(kind.write(kept)).isEqualTo(shown);
    String stored = CheckSpecs.mapper().writerFor(CheckSpec.class).writeValueAsString(spec);
    assertThat(CheckSpecs.mapper().readValue(stored, CheckSpec.class)).isEqualTo(spec);
    return spec;
  }

  public <S extends CheckSpec> CheckResult check(CheckKind<S> kind, Duration timeout, String json)
      throws Exception {
    return kind.probe()
        .orElseThrow()
        .check(read(kind, json), timeout)
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  public <S extends CheckSpec> CheckResult check(CheckKind<S> kind, String json) throws Exception {
    return check(kind, LONG, json);
  }

  public static void assertUp(CheckResult result) {
    assertThat(result.error()).isNull();
    assertThat(result.outcome()).isEqualTo(Outcome.UP);
  }

  public static void assertDown(CheckResult result, String error) {
    assertThat(result.error()).isEqualTo(error);
    assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
  }

  /** Of facts with the same name the last. */
  public static Map<String, String> facts(CheckResult result) {
    return result.evidence().facts().stream()
        .collect(Collectors.toMap(Fact::name, Fact::value, (one, other) -> other));
  }

  /** The channels of the one event loop, which Netty tells only its own. */
  private int channels() throws ReflectiveOperationException {
    Method count = SingleThreadIoEventLoop.class.getDeclaredMethod("getNumOfRegisteredChannels");
    count.setAccessible(true);
    return (int) count.invoke(network.next());
  }

  /** Nothing may stay of the checks that ended. */
  public void assertNothingStays() {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(channels()).isZero());
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(
                        allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory())
                    .isZero());
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
