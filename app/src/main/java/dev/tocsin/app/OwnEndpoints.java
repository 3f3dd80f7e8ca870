package dev.tocsin.app;

import dev.tocsin.conf.HostPort;
import dev.tocsin.conf.Settings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where Tocsin's own database, cluster and management ports are: no check may reach them. */
final class OwnEndpoints implements Supplier<Collection<InetSocketAddress>> {
  private static final Pattern AUTHORITY = Pattern.compile("^jdbc:postgresql://([^/?]+)");
  private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^]]+]|[^:,]+)(?::(\\d+))?");
  private static final int POSTGRESQL_PORT = 5432;

  private final List<InetSocketAddress> fixed = new ArrayList<>();
  private final Optional<InetSocketAddress> management;

  /** A port of the system's choice for a process alone, and another one in each life. */
  private volatile Optional<InetSocketAddress> cluster = Optional.empty();

  /**
   * @param management where it is really served
   */
  OwnEndpoints(Settings settings, Optional<HostPort> management) {
    this.management = management.map(OwnEndpoints::address);
    fixed.addAll(database(settings.database().url()));
    if (settings.database().isPostgres()) {
      fixed.add(new InetSocketAddress(settings.cluster().host(), settings.cluster().port()));
    }
  }

  @Override
  public Collection<InetSocketAddress> get() {
    List<InetSocketAddress> all = new ArrayList<>(fixed);
    management.ifPresent(all::add);
    cluster.ifPresent(all::add);
    return all;
  }

  /** Closes the port that the clustered part has in its present life. */
  void clusterAt(HostPort taken) {
    cluster = Optional.of(address(taken));
  }

  private static InetSocketAddress address(HostPort at) {
    return new InetSocketAddress(at.host(), at.port());
  }

  /** The hosts and ports of a JDBC address; none for an embedded database. */
  static List<InetSocketAddress> database(String url) {
    List<InetSocketAddress> found = new ArrayList<>();
    Matcher authority = AUTHORITY.matcher(url);
    if (authority.find()) {
      Matcher each = HOST_AND_PORT.matcher(authority.group(1));
      while (each.find()) {
        int port = each.group(2) == null ? POSTGRESQL_PORT : Integer.parseInt(each.group(2));
        found.add(new InetSocketAddress(each.group(1), port));
      }
    }
    return found;
  }
}
