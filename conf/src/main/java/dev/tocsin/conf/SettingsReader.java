package dev.tocsin.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads keys as values of a type, and says in a sentence what is wrong with one that is not. */
final class SettingsReader {
  private final Config config;
  private final Set<String> read = new TreeSet<>();

  /**
   * @param config with a value for every key
   */
  SettingsReader(Config config) {
    this.config = config;
  }

  /** The keys that were asked for so far. */
  Set<String> keysRead() {
    return read;
  }

  /** Whether somebody gave a value that is not the default's. */
  boolean isGiven(String key) {
    return !Keys.isDefault(config.getValue(key).origin());
  }

  String text(String key) {
    read.add(key);
    var value = config.getValue(key);
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> config.getString(key).strip();
      case OBJECT, LIST, NULL -> throw wrong(key, "a text");
    };
  }

  /** A file of PEM; empty where none is named. */
  Optional<Path> file(String key) {
    var text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var file = Path.of(text).toAbsolutePath().normalize();
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw wrong(key, "a PEM file that Tocsin may read");
    }
    return Optional.of(file);
  }

  Secret secret(String key) {
    return new Secret(text(key));
  }

  int integer(String key, int least, int most) {
    var text = text(key);
    try {
      var number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // the sentence below says it
    }
    throw wrong(key, "a whole number from " + least + " to " + most);
  }

  int port(String key) {
    return integer(key, 0, 65_535);
  }

  boolean flag(String key) {
    return switch (text(key).toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw wrong(key, "true or false");
    };
  }

  Duration duration(String key, Duration least, Duration most) {
    text(key);
    try {
      var duration = config.getDuration(key);
      if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
        return duration;
      }
    } catch (ConfigException notADuration) {
      // the sentence below says it
    }
    throw wrong(
        key,
        "a duration with its unit, like 15s or 10m, from "
            + least.toSeconds()
            + "s to "
            + most.toSeconds()
            + "s");
  }

  /** Bytes. */
  long size(String key, long least, long most) {
    text(key);
    try {
      var bytes = config.getMemorySize(key).toBytes();
      if (bytes >= least && bytes <= most) {
        return bytes;
      }
    } catch (ConfigException notASize) {
      // the sentence below says it
    }
    throw wrong(
        key, "a size with its unit, like 512MB or 2GB, from " + least + " to " + most + " bytes");
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    var text = text(key);
    var choices = type.getEnumConstants();
    return Arrays.stream(choices)
        .filter(choice -> name(choice).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    key,
                    "one of "
                        + Arrays.stream(choices)
                            .map(SettingsReader::name)
                            .collect(Collectors.joining(", "))));
  }

  private static String name(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  /** A list in a file; in a text, as from the environment, commas separate. */
  List<String> list(String key) {
    read.add(key);
    var value = config.getValue(key);
    if (value.valueType() != ConfigValueType.LIST) {
      return Arrays.stream(text(key).split(","))
          .map(String::strip)
          .filter(item -> !item.isEmpty())
          .toList();
    }
    try {
      return config.getStringList(key).stream().map(String::strip).toList();
    } catch (ConfigException notTexts) {
      throw wrong(key, "a list of texts");
    }
  }

  /** What is said of a key's value; {@code right} completes "it must be". */
  SettingsException wrong(String key, String right) {
    var value = config.getValue(key);
    var shown =
        switch (value.valueType()) {
          case STRING, NUMBER, BOOLEAN -> '"' + String.valueOf(value.unwrapped()) + '"';
          case OBJECT -> "a group of keys";
          case LIST -> "a list";
          case NULL -> "null";
        };
    return new SettingsException(
        key
            + " is "
            + (Keys.isSecret(key) ? "not usable" : shown)
            + where(key)
            + "; it must be "
            + right
            + ".");
  }

  /** Where a key was set, to be appended to its name. */
  String where(String key) {
    return " (" + config.getValue(key).origin().description() + ")";
  }
}
