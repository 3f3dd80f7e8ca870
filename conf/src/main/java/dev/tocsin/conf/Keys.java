package dev.tocsin.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which keys there are: those of reference.conf, and the environment variable of each. */
final class Keys {
  private static final String DEFAULT = "default";
  private static final int NEAR = 3;

  private Keys() {}

  /** reference.conf, each value marked as a default. */
  static Config defaults() {
    return ConfigFactory.parseURL(
        reference(), ConfigParseOptions.defaults().setOriginDescription(DEFAULT));
  }

  /**
   * Tocsin's own file: every library of the Pekko family has one of this name, and reading them all
   * would cost the start some tenths of a second.
   */
  static URL reference() {
    var self = Keys.class.getResource("Keys.class");
    if (self == null) {
      throw new IllegalStateException("The program does not find its own classes.");
    }
    try {
      return URI.create(self.toString().replace("dev/tocsin/conf/Keys.class", "reference.conf"))
          .toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean isDefault(ConfigOrigin origin) {
    return origin.description().startsWith(DEFAULT);
  }

  static boolean isSecret(String key) {
    return key.endsWith("password")
        || key.endsWith("secret-key")
        || key.endsWith("auth-token")
        || key.equals(SmtpSettings.URL); // it holds a password
  }

  /** The variable that sets a key: TOCSIN_CLUSTER_PORT for tocsin.cluster.port. */
  static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Every path that ends in a value; an empty object counts as one. */
  static List<String> leaves(ConfigObject object) {
    var found = new ArrayList<String>();
    collect("", object, found);
    return found;
  }

  private static void collect(String prefix, ConfigObject object, List<String> found) {
    object.forEach(
        (name, value) -> {
          var path = prefix + name;
          if (value instanceof ConfigObject inner && !inner.isEmpty()) {
            collect(path + ".", inner, found);
          } else {
            found.add(path);
          }
        });
  }

  /** Where a file has a path, whatever it holds there. */
  static String originOf(Config config, String path) {
    ConfigObject at = config.root();
    var origin = at.origin();
    for (var name : path.split("\\.")) {
      var value = at.get(name);
      if (value == null) {
        break;
      }
      origin = value.origin();
      if (!(value instanceof ConfigObject inner)) {
        break;
      }
      at = inner;
    }
    return origin.description();
  }

  /** The name that was probably meant, where one is near. */
  static Optional<String> nearest(String wrong, Collection<String> right) {
    return right.stream()
        .filter(name -> distance(wrong, name) <= NEAR)
        .min(Comparator.comparingInt(name -> distance(wrong, name)));
  }

  /** Levenshtein's: how many letters must be added, removed or changed. */
  private static int distance(String left, String right) {
    var previous = new int[right.length() + 1];
    for (int column = 0; column <= right.length(); column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= left.length(); row++) {
      var current = new int[right.length() + 1];
      current[0] = row;
      for (int column = 1; column <= right.length(); column++) {
        var changed = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
        current[column] =
            Math.min(
                Math.min(current[column - 1], previous[column]) + 1,
                previous[column - 1] + changed);
      }
      previous = current;
    }
    return previous[right.length()];
  }
}
