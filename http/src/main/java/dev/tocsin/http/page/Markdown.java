package dev.tocsin.http.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people write about incidents, as HTML for anybody: HTML in it is text, links go to the web
 * or to mail, an image is what it is called, and a heading is a bold line, for the page has its
 * own.
 */
final class Markdown {
  private static final Logger log = LoggerFactory.getLogger(Markdown.class);

  /** Deeper nobody writes; what is deeper is text. */
  private static final int DEEPEST = 12;

  /** In characters, of what was written and of what was made of it. */
  private static final int MOST_KEPT = 4_000_000;

  /** A page is made anew again and again from the same updates. */
  private static final Cache<String, String> HTML = cache();

  private static final Cache<String, String> LINES = cache();

  private static final Parser PARSER =
      Parser.builder()
          .maxOpenBlockParsers(DEEPEST)
          .enabledBlockTypes(
              Set.of(
                  Heading.class,
                  ThematicBreak.class,
                  FencedCodeBlock.class,
                  BlockQuote.class,
                  ListBlock.class))
          .build();

  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .escapeHtml(true)
          .sanitizeUrls(true)
          .urlSanitizer(new DefaultUrlSanitizer(List.of("http", "https", "mailto")))
          .softbreak("<br>\n")
          .attributeProviderFactory(
              context ->
                  (node, tag, attributes) -> {
                    if (node instanceof Link) {
                      attributes.put("rel", "nofollow noopener noreferrer");
                    }
                  })
          .nodeRendererFactory(Plain::new)
          .build();

  private static final TextContentRenderer WORDS =
      TextContentRenderer.builder().lineBreakRendering(LineBreakRendering.STRIP).build();

  private static final TextContentRenderer PARAGRAPHS =
      TextContentRenderer.builder().lineBreakRendering(LineBreakRendering.SEPARATE_BLOCKS).build();

  private Markdown() {}

  private static Cache<String, String> cache() {
    return Caffeine.newBuilder()
        .maximumWeight(MOST_KEPT)
        .weigher((String text, String made) -> text.length() + made.length())
        .build();
  }

  /** Safe to stand in a page as it is. */
  static String html(String text) {
    return HTML.get(text, key -> rendered(key, RENDERER::render, Markdown::escaped));
  }

  /** What is too deep to be walked through is shown as it was typed. */
  private static String rendered(
      String text, Function<Node, String> rendering, UnaryOperator<String> otherwise) {
    try {
      return rendering.apply(PARSER.parse(text)).strip();
    } catch (StackOverflowError tooDeep) {
      log.warn("An update of {} characters is nested too deeply to be drawn", text.length());
      return otherwise.apply(text);
    }
  }

  private static String escaped(String text) {
    return "<p>" + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</p>";
  }

  /** The words alone, in one line. */
  static String text(String text) {
    return LINES.get(text, key -> rendered(key, WORDS::render, UnaryOperator.identity()));
  }

  /** The words alone, with an empty line between paragraphs. */
  static String words(String text) {
    return rendered(text, PARAGRAPHS::render, UnaryOperator.identity());
  }

  /** Headings and images as this page has them. */
  private static final class Plain implements NodeRenderer {
    private final HtmlNodeRendererContext context;

    private Plain(HtmlNodeRendererContext context) {
      this.context = context;
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(Heading.class, Image.class);
    }

    @Override
    public void render(Node node) {
      if (node instanceof Heading) {
        context.getWriter().line();
        context.getWriter().tag("p");
        context.getWriter().tag("strong");
        children(node);
        context.getWriter().tag("/strong");
        context.getWriter().tag("/p");
        context.getWriter().line();
      } else {
        children(node);
      }
    }

    private void children(Node parent) {
      for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
        context.render(child);
      }
    }
  }
}
