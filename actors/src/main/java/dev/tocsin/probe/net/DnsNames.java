package dev.tocsin.probe.net;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsNameResolverException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks DNS anew each time, so that the time it takes and what it answers are what a visitor would
 * meet. The hosts file (read once) and the resolver configuration of the machine are honoured.
 */
public final class DnsNames implements Names {
  /** So that a second name server is asked within the usual time-outs of a check. */
  private static final int QUERY_TIMEOUT_MILLIS = 2_000;

  private final Network network;
  private final DnsServerAddressStreamProvider servers;

  /** A resolver belongs to one event loop. */
  private final Map<EventLoop, DnsNameResolver> resolvers = new ConcurrentHashMap<>();

  /** With the name servers of the machine. */
  public DnsNames(Network network) {
    this(network, DnsServerAddressStreamProviders.platformDefault());
  }

  public DnsNames(Network network, DnsServerAddressStreamProvider servers) {
    this.network = network;
    this.servers = servers;
  }

  @Override
  public Future<List<InetAddress>> resolve(String name, EventLoop loop) {
    Promise<List<InetAddress>> addresses = loop.newPromise();
    Future<List<InetAddress>> asked =
        resolvers.computeIfAbsent(loop, this::resolver).resolveAll(name);
    asked.addListener(
        (Future<List<InetAddress>> answer) -> {
          if (answer.isSuccess()) {
            addresses.trySuccess(answer.getNow());
          } else {
            addresses.tryFailure(new TargetFault(sentence(name, answer.cause())));
          }
        });
    addresses.addListener(
        it -> {
          if (it.isCancelled()) {
            asked.cancel(false);
          }
        });
    return addresses;
  }

  @Override
  public void close() {
    resolvers.values().forEach(DnsNameResolver::close);
  }

  private DnsNameResolver resolver(EventLoop loop) {
    return new DnsNameResolverBuilder(loop)
        .datagramChannelFactory(network.datagrams())
        .socketChannelFactory(network.sockets())
        // a port per question is harder to answer for a stranger, and heals after a change of
        // network
        .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
        .nameServerProvider(servers)
        .resolveCache(NoopDnsCache.INSTANCE)
        .cnameCache(NoopDnsCnameCache.INSTANCE)
        .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
        .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
        .completeOncePreferredResolved(false)
        .queryTimeoutMillis(QUERY_TIMEOUT_MILLIS)
        .build();
  }

  private static String sentence(String name, Throwable fault) {
    boolean timedOut = false;
    for (@Nullable Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof DnsErrorCauseException error) {
        return sentence(name, error.getCode());
      }
      timedOut |=
          cause instanceof DnsNameResolverTimeoutException
              || cause instanceof DnsNameResolverException;
    }
    return timedOut
        ? "No name server answered for " + name
        : "The name " + name + " has no address";
  }

  private static String sentence(String name, DnsResponseCode code) {
    return code.equals(DnsResponseCode.NXDOMAIN)
        ? "The name " + name + " does not exist"
        // written ServFail(2)
        : "The name server answered "
            + code.toString().replaceFirst("\\(.*", "").toUpperCase(Locale.ROOT)
            + " for "
            + name;
  }
}
