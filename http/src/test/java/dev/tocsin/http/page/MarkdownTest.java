package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {
  private static Document shown(String text) {
    return Jsoup.parseBodyFragment(Markdown.html(text));
  }

  @Test
  void isWhatPeopleMean() {
    Document shown =
        shown(
            """
            **Labels** fail, see [the forum](https://forum.example/t/1).
            We look.

            - one
            - two

            `curl` says:

            ```
            503 <busy>
            ```
            """);
    assertThat(shown.select("strong").text()).isEqualTo("Labels");
    assertThat(shown.select("a").attr("href")).isEqualTo("https://forum.example/t/1");
    assertThat(shown.select("a").attr("rel")).isEqualTo("nofollow noopener noreferrer");
    assertThat(shown.select("li").eachText()).containsExactly("one", "two");
    assertThat(shown.select("p").first().select("br")).hasSize(1);
    assertThat(shown.select("pre").text()).isEqualTo("503 <busy>");
  }

  @Test
  void aHeadingIsABoldLineAndAnImageIsItsName() {
    Document shown = shown("# What we know\n\n![the graph](https://tracker.example/1.png)");
    assertThat(shown.select("h1, img")).isEmpty();
    assertThat(shown.select("p > strong").text()).isEqualTo("What we know");
    assertThat(shown.text()).isEqualTo("What we know the graph");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <b onclick=alert(1)>b</b>",
        "<!-- --><svg onload=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](  javascript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox(1))",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        "![x\" onerror=\"alert(1)](https://a.example/)",
        "[x](https://a.example/ \"a\" onmouseover=alert(1) \"\")",
        "[x](https://a.example/\"onmouseover=\"alert(1))",
        "```\"><script>alert(1)</script>\n```",
        "> <iframe src=//a.example>",
        "[a]: javascript:alert(1)\n\n[a]",
        "    <script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;"
      })
  void runsNothingAndLoadsNothing(String hostile) {
    Document shown = shown(hostile);
    assertThat(shown.body().select("*").stream().map(element -> element.normalName()).distinct())
        .isSubsetOf("body", "p", "a", "br", "pre", "code", "blockquote", "strong", "em");
    for (var element : shown.body().select("*")) {
      for (var attribute : element.attributes()) {
        assertThat(attribute.getKey()).isIn("href", "rel", "title", "class");
      }
      if (element.hasAttr("href")) {
        assertThat(element.attr("href")).matches("(https://a\\.example/.*)?");
      }
    }
  }
}
