package dev.tocsin.http.feed;

import dev.tocsin.statuspage.StatusPageId;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Which status page it is, and where.
 *
 * @param slug under which it is here
 * @param home its public address, without a slash at its end
 * @param zone of its organization, in which its days begin and end
 */
public record PagePlace(
    StatusPageId id, String slug, String name, String home, ZoneId zone, Instant createdAt) {
  /**
   * @param publicUrl of the installation
   */
  public static String home(String publicUrl, String slug) {
    return publicUrl.replaceFirst("/+$", "") + "/status/" + slug;
  }

  /** {@code /status/acme}. */
  public String path() {
    return "/status/" + slug;
  }

  /**
   * The public address of something under it.
   *
   * @param below as in {@code feed.atom}
   */
  public String address(String below) {
    return home + "/" + below;
  }
}
