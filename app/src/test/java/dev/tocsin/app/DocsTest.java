package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever follows a link of the guide comes somewhere, and sees its pictures. */
class DocsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path PICTURES = ROOT.resolve("docs/images");
  private static final long LARGEST = 120_000;

  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern SHOWN = Pattern.compile("<img [^>]*src=\"([^\"]+)\"()");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  static Stream<Path> pages() throws IOException {
    try (var docs = Files.walk(ROOT.resolve("docs"));
        var root = Files.list(ROOT)) {
      return Stream.concat(docs, root)
          .filter(file -> file.toString().endsWith(".md"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void eachLinkLeadsSomewhere(Path page) {
    links(page)
        .forEach(
            link -> {
              Path target = target(page, link);
              assertThat(target).exists();
              if (link.group(2) != null && !link.group(2).isEmpty()) {
                assertThat(anchors(target)).contains(link.group(2));
              }
            });
  }

  @Test
  void eachPictureIsShownAndSmall() throws IOException {
    var shown = pages().flatMap(page -> links(page).map(link -> target(page, link))).toList();
    try (var pictures = Files.list(PICTURES)) {
      assertThat(pictures)
          .isNotEmpty()
          .allSatisfy(
              picture -> {
                assertThat(shown).contains(picture);
                assertThat(picture.toFile().length()).isLessThan(LARGEST);
              });
    }
  }

  private static Stream<MatchResult> links(Path page) {
    String text = text(page);
    return Stream.concat(LINK.matcher(text).results(), SHOWN.matcher(text).results())
        .filter(link -> !link.group(1).matches("[a-z]+:.*"));
  }

  private static Path target(Path page, MatchResult link) {
    return link.group(1).isEmpty() ? page : page.getParent().resolve(link.group(1)).normalize();
  }

  private static Stream<String> anchors(Path page) {
    return HEADING
        .matcher(text(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
