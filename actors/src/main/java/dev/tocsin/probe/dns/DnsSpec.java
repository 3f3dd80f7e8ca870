package dev.tocsin.probe.dns;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tocsin.probe.CheckSpec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to a name server and what its answer must be. Values are valid: {@link DnsSpecs} makes
 * one from what a person wrote.
 *
 * @param name in the letters of DNS; for PTR an address, or a name of the reverse tree
 * @param resolver null asks the name servers of the machine
 * @param expected in the form that {@link RecordValues} gives; empty wants any record
 * @param degradedOver an answer slower than this in total is degraded
 */
public record DnsSpec(
    String name,
    RecordType recordType,
    @Nullable Resolver resolver,
    List<String> expected,
    Match match,
    @Nullable Duration degradedOver)
    implements CheckSpec {

  /** How many of the expected values must be in the answer; others may be there in any case. */
  public enum Match {
    ANY,
    ALL
  }

  /**
   * @param host a name, or an address without brackets
   */
  public record Resolver(String host, int port) {
    static final int USUAL_PORT = 53;

    /** {@code dns.example}, {@code dns.example:5353}, {@code [2001:db8::1]:5353}. */
    @Override
    public String toString() {
      boolean ipv6 = host.indexOf(':') >= 0;
      if (port == USUAL_PORT) {
        return host;
      }
      return (ipv6 ? "[" + host + "]" : host) + ":" + port;
    }
  }

  public DnsSpec {
    expected = List.copyOf(expected);
  }

  @Override
  @JsonIgnore
  public String type() {
    return "dns";
  }

  @Override
  @JsonIgnore
  public String target() {
    return name;
  }
}
