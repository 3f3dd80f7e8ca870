package dev.tocsin.app;

import dev.tocsin.conf.Settings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where Tocsin's own database, cluster and management ports are: no check may reach them. */
final class OwnEndpoints implements Supplier<Collection<InetSocketAddress>> {
  private static final Pattern AUTHORITY = Pattern.compile("^jdbc:postgresql://([^/?]+)");
  private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^]]+]|[^:,]+)(?::(\\d+))?");
  private static final int POSTGRESQL_PORT = 5432;

  private final List<InetSocketAddress> fixed = new ArrayList<>();
  private final Supplier<Collection<InetSocketAddress>> others;

  /**
   * @param others those that are known only while the process runs
   */
  OwnEndpoints(Settings settings, Supplier<Collection<InetSocketAddress>> others) {
    this.others = others;
    fixed.addAll(database(settings.database().url()));
    if (settings.database().isPostgres()) {
      fixed.add(new InetSocketAddress(settings.cluster().host(), settings.cluster().port()));
    }
  }

  @Override
  public Collection<InetSocketAddress> get() {
    List<InetSocketAddress> all = new ArrayList<>(fixed);
    all.addAll(others.get());
    return all;
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
