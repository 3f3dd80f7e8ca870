package dev.tocsin.http.asset;

import dev.tocsin.http.Asked;
import dev.tocsin.http.ReadyAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.jspecify.annotations.Nullable;

/**
 * The files that pages need, each at an address that carries the hash of its content, so that a
 * browser keeps it for ever and a new version is a new address. Safe for use by many threads.
 */
public final class Assets {
  private static final String FOLDER = "/assets/";
  private static final String NONE = "There is no asset %s.";
  private static final int HASH_DIGITS = 12;
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  /**
   * A page that another version of the program rendered (before an upgrade, or on another node) may
   * ask for a hash that is not ours; it gets what we have, and must not keep it.
   */
  private static final String FOR_NOW = "public, max-age=60";

  /** What is served, and the resources each is put together from, in their order. */
  private static final Map<String, List<String>> FILES =
      Map.ofEntries(
          Map.entry(
              "tocsin.css",
              List.of(
                  "tokens.css",
                  "parts.css",
                  "pages.css",
                  "list.css",
                  "alerts.css",
                  "people.css",
                  "oncall.css",
                  "forms.css",
                  "charts.css",
                  "keys.css")),
          Map.entry("icons.svg", List.of("icons.svg")),
          Map.entry("mark.svg", List.of("mark.svg")),
          Map.entry("theme.js", List.of("theme.js")),
          Map.entry("status.js", List.of("status.js", "times.js", "days.js")),
          Map.entry("widget.js", List.of("widget.js")),
          Map.entry("shell.js", List.of("live.js", "shell.js", "copy.js")),
          Map.entry("browser.js", List.of("browser.js")),
          Map.entry("push.js", List.of("push.js")),
          Map.entry("form.js", List.of("form.js", "typed.js")),
          Map.entry("import.js", List.of("import.js", "typed.js")),
          Map.entry("members.js", List.of("members.js")),
          Map.entry("monitors.js", List.of("monitors.js")),
          Map.entry("alerts.js", List.of("alerts.js")),
          Map.entry("alert.js", List.of("alert.js", "typed.js")),
          Map.entry("typed.js", List.of("typed.js")),
          Map.entry("told.js", List.of("told.js")),
          Map.entry("monitor.js", List.of("monitor.js")),
          Map.entry("chart.js", List.of("vendor/uPlot.iife.min.js", "chart.js")),
          Map.entry("chart.css", List.of("vendor/uPlot.min.css", "chart.css")));

  private final Map<String, String> addresses = new HashMap<>();
  private final Map<String, ReadyBody> byAddress = new HashMap<>();
  private final Map<String, ReadyBody> byName = new HashMap<>();

  private Assets() {
    FILES.forEach(this::add);
  }

  /** Reads them from the class path. */
  public static Assets load() {
    return new Assets();
  }

  /**
   * @param name as in {@code tocsin.css}
   * @return as in {@code /assets/tocsin.0123456789ab.css}
   */
  public String address(String name) {
    String address = addresses.get(name);
    if (address == null) {
      throw new IllegalArgumentException(NONE.formatted(name));
    }
    return address;
  }

  /** Null where the path is not an asset's, or there is no such asset. */
  public @Nullable ReadyAnswer answer(Asked asked) {
    String path = asked.path();
    if (!path.startsWith(FOLDER)) {
      return null;
    }
    ReadyBody exact = byAddress.get(path);
    ReadyBody found = exact == null ? byName.get(nameIn(path)) : exact;
    return found == null ? null : found.answer(asked);
  }

  /**
   * What is at an address of its own elsewhere, not kept for long.
   *
   * @param name as in {@code widget.js}
   */
  public ReadyBody body(String name) {
    ReadyBody body = byName.get(name);
    if (body == null) {
      throw new IllegalArgumentException(NONE.formatted(name));
    }
    return body;
  }

  private void add(String name, List<String> sources) {
    byte[] content = read(sources);
    int dot = name.lastIndexOf('.');
    String hash = ReadyBody.hash(content).substring(0, HASH_DIGITS);
    String address = FOLDER + name.substring(0, dot) + '.' + hash + name.substring(dot);
    ContentType type = type(name.substring(dot + 1));
    addresses.put(name, address);
    byAddress.put(address, ReadyBody.of(type, content, FOR_EVER));
    byName.put(name, ReadyBody.of(type, content, FOR_NOW));
  }

  /**
   * {@code tocsin.css} of {@code /assets/tocsin.0123456789ab.css}; any text where it is neither.
   */
  private static String nameIn(String path) {
    String file = path.substring(FOLDER.length());
    int extension = file.lastIndexOf('.');
    int hash = extension < 0 ? -1 : file.lastIndexOf('.', extension - 1);
    return hash < 0 ? "" : file.substring(0, hash) + file.substring(extension);
  }

  private static byte[] read(List<String> sources) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String source : sources) {
      try (InputStream in = Assets.class.getResourceAsStream(FOLDER + source)) {
        if (in == null) {
          throw new IllegalStateException("The program lacks its file assets/" + source + ".");
        }
        all.write(served(source, in.readAllBytes()));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return all.toByteArray();
  }

  /** Scripts go without the lines that only say something to their readers. */
  private static byte[] served(String source, byte[] content) {
    return source.endsWith(".js")
        ? new String(content, StandardCharsets.UTF_8)
            .replaceAll("(?m)^\\s*//.*\\R", "")
            .getBytes(StandardCharsets.UTF_8)
        : content;
  }

  private static ContentType type(String extension) {
    return switch (extension) {
      case "css" -> MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8);
      case "js" -> MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8);
      case "svg" -> MediaTypes.IMAGE_SVG_XML.toContentType();
      default -> ContentTypes.APPLICATION_OCTET_STREAM;
    };
  }
}
