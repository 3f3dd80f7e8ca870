package dev.tocsin.http.page;

import dev.tocsin.http.asset.Assets;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.util.HashMap;
import java.util.Map;

/**
 * The templates, compiled with the program; what they print is escaped for the place it stands in.
 */
public final class Templates {
  private static final String PACKAGE = "dev.tocsin.http.templates";

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Templates.class.getClassLoader(), PACKAGE);
  private final Assets assets;

  public Templates(Assets assets) {
    this.assets = assets;
  }

  /**
   * @param template as in {@code status/page.jte}
   * @param values for its parameters; {@code assets} is added
   * @return HTML in UTF-8
   */
  byte[] render(String template, Map<String, Object> values) {
    Map<String, Object> all = new HashMap<>(values);
    all.put("assets", assets);
    Utf8ByteOutput output = new Utf8ByteOutput();
    engine.render(template, all, output);
    return output.toByteArray();
  }
}
