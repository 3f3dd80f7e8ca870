package dev.tocsin.http;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RemoteAddress;

/** Where a request really comes from; only proxies that are named are believed. */
public final class ClientAddress {
  private final List<IPAddress> trustedProxies;

  /**
   * @param trustedProxies addresses or networks ({@code 10.0.0.0/8}) whose X-Forwarded-For counts
   * @throws IllegalArgumentException where one of them is neither
   */
  public ClientAddress(List<String> trustedProxies) {
    this.trustedProxies =
        trustedProxies.stream()
            .map(
                text ->
                    parse(text)
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "\"" + text + "\" is not an address or network.")))
            .toList();
  }

  /** The nearest address that is not a trusted proxy's. */
  public InetAddress of(HttpRequest request) {
    InetAddress peer =
        request
            .getAttribute(AttributeKeys.remoteAddress)
            .flatMap(RemoteAddress::getAddress)
            .orElseGet(InetAddress::getLoopbackAddress);
    if (trustedProxies.isEmpty()) {
      return peer;
    }
    InetAddress client = peer;
    List<String> chain = forwarded(request);
    for (int i = chain.size() - 1; i >= 0 && isTrusted(client); i--) {
      Optional<IPAddress> next = parse(chain.get(i)).filter(it -> !it.isMultiple());
      if (next.isEmpty()) {
        break;
      }
      client = next.get().toInetAddress();
    }
    return client;
  }

  private boolean isTrusted(InetAddress address) {
    return parse(address.getHostAddress())
        .filter(it -> trustedProxies.stream().anyMatch(proxy -> proxy.contains(it)))
        .isPresent();
  }

  private static List<String> forwarded(HttpRequest request) {
    List<String> chain = new ArrayList<>();
    for (HttpHeader header : request.getHeaders()) {
      if (header.is("x-forwarded-for")) {
        for (String address : header.value().split(",", -1)) {
          chain.add(address.strip());
        }
      }
    }
    return chain;
  }

  private static Optional<IPAddress> parse(String text) {
    IPAddress address = text.isEmpty() ? null : new IPAddressString(text).getAddress();
    return Optional.ofNullable(address).map(IPAddress::toPrefixBlock);
  }
}
