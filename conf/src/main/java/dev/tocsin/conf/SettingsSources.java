package dev.tocsin.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where values come from, and the refusal of names that are none of ours. */
final class SettingsSources {
  private static final String PREFIX = "TOCSIN_";

  private SettingsSources() {}

  /** A value for every key, each with where it was set. */
  static Config merge(Optional<Path> file, Map<String, String> environment) {
    var defaults = Keys.defaults();
    var known = new TreeSet<>(Keys.leaves(defaults.root()));
    return environment(environment, known)
        .withFallback(file.map(path -> file(path, known)).orElseGet(ConfigFactory::empty))
        .withFallback(defaults)
        .resolve();
  }

  private static Config file(Path path, Set<String> known) {
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new SettingsException(
          "The settings file " + path + " cannot be read; --config must name a file.");
    }
    try {
      var options = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF);
      var config = ConfigFactory.parseFile(path.toAbsolutePath().toFile(), options).resolve();
      for (var key : Keys.leaves(config.root())) {
        if (!known.contains(key)) {
          throw unknown(key, config, known);
        }
      }
      return config;
    } catch (ConfigException e) {
      throw new SettingsException(
          "The settings file " + path + " is not valid HOCON: " + e.getMessage() + ".", e);
    }
  }

  private static SettingsException unknown(String key, Config config, Set<String> known) {
    var where = " (" + Keys.originOf(config, key) + ")";
    if (known.stream().anyMatch(other -> other.startsWith(key + "."))) {
      return new SettingsException(
          key + where + " is a group of keys, and has no value of its own.");
    }
    var meant =
        Keys.nearest(key, known)
            .or(
                () ->
                    known.contains("tocsin." + key)
                        ? Optional.of("tocsin." + key)
                        : Optional.empty());
    return new SettingsException(
        key
            + " is not a setting"
            + where
            + "; "
            + meant
                .map(name -> "it may be meant to be " + name + ".")
                .orElse("all of them are in reference.conf, under \"tocsin\"."));
  }

  private static Config environment(Map<String, String> environment, Set<String> known) {
    var keys = new TreeMap<String, String>();
    known.forEach(key -> keys.put(Keys.variable(key), key));
    var given = new LinkedHashMap<String, String>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && !value.isBlank()) {
            given.put(name, value);
          }
        });
    var config = ConfigFactory.empty();
    for (var variable : given.entrySet()) {
      var key = keys.get(variable.getKey());
      if (key == null) {
        throw unknownVariable(variable.getKey(), keys.keySet());
      }
      config =
          config.withValue(
              key,
              ConfigValueFactory.fromAnyRef(
                  variable.getValue(), "environment variable " + variable.getKey()));
    }
    return config;
  }

  private static SettingsException unknownVariable(String name, Set<String> known) {
    if (name.startsWith("TOCSIN_PORT_") || name.startsWith("TOCSIN_SERVICE_")) {
      return new SettingsException(
          "The environment variable "
              + name
              + " is not a setting; Kubernetes sets it for a Service named tocsin, so set"
              + " enableServiceLinks: false in the pod.");
    }
    return new SettingsException(
        "The environment variable "
            + name
            + " is not a setting; "
            + Keys.nearest(name, known)
                .map(near -> "it may be meant to be " + near + ".")
                .orElse("each is a key of reference.conf in capitals, like TOCSIN_CLUSTER_PORT."));
  }
}
