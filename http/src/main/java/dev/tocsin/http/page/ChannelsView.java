package dev.tocsin.http.page;

import java.util.List;

/**
 * An organization's channels.
 *
 * @param configures whether this reader may change them
 * @param told what came of what was just done
 */
public record ChannelsView(String sentence, List<Row> rows, boolean configures, Told told) {

  /**
   * @param icon of the kind
   * @param kind in words
   * @param place where it leads, without secrets
   * @param health whether messages reach it
   * @param uses the policies that tell it, as a sentence
   */
  public record Row(
      String id,
      String name,
      String icon,
      String kind,
      String place,
      String uses,
      HealthView health) {}
}
