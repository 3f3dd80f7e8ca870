package dev.tocsin.conf;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where results go when their hour is over.
 *
 * @param keepFor what is older is deleted; zero keeps it for ever
 */
public record ArchiveSettings(Place place, Duration keepFor) {
  private static final String KEY = "tocsin.results.archive.";
  private static final String TO = KEY + "to";
  private static final String SCHEME = "s3://";
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** One of the two kinds of place. */
  public sealed interface Place {}

  /**
   * @param path absolute; it need not exist yet
   * @param isDefault whether nobody named it
   */
  public record Folder(Path path, boolean isDefault) implements Place {}

  /**
   * S3-compatible storage.
   *
   * @param prefix what every key begins with; empty, or ends with a slash
   * @param endpoint none is Amazon's
   * @param region none is what the machine says
   * @param credentials none is what the machine says
   */
  public record S3(
      String bucket,
      String prefix,
      Optional<URI> endpoint,
      Optional<String> region,
      boolean pathStyle,
      Optional<Credentials> credentials)
      implements Place {}

  public record Credentials(String accessKey, Secret secretKey) {}

  enum PathStyle {
    AUTO,
    TRUE,
    FALSE
  }

  static ArchiveSettings read(SettingsReader reader, Path dataDir) {
    return new ArchiveSettings(
        place(reader, dataDir), reader.duration(KEY + "keep-for", Duration.ZERO, LONGEST));
  }

  private static Place place(SettingsReader reader, Path dataDir) {
    var to = reader.text(TO);
    var endpoint = endpoint(reader);
    var region = optional(reader.text(KEY + "s3.region"));
    var pathStyle = reader.choice(KEY + "s3.path-style", PathStyle.class);
    var credentials = credentials(reader);
    if (!to.startsWith(SCHEME)) {
      refuseWithoutS3(reader);
      return folder(reader, to, dataDir);
    }
    var inPath =
        switch (pathStyle) {
          case AUTO -> endpoint.isPresent();
          case TRUE -> true;
          case FALSE -> false;
        };
    var place = to.substring(SCHEME.length());
    var slash = place.indexOf('/');
    var bucket = slash < 0 ? place : place.substring(0, slash);
    if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw reader.wrong(TO, "empty, the path of a folder, or like s3://bucket/prefix");
    }
    var prefix = slash < 0 ? "" : place.substring(slash + 1).replaceAll("^/+|/+$", "");
    return new S3(
        bucket, prefix.isEmpty() ? "" : prefix + "/", endpoint, region, inPath, credentials);
  }

  private static Folder folder(SettingsReader reader, String to, Path dataDir) {
    if (to.isEmpty()) {
      return new Folder(dataDir.resolve("archive"), true);
    }
    try {
      if (!to.contains("://")) {
        return new Folder(Path.of(to).toAbsolutePath().normalize(), false);
      }
    } catch (InvalidPathException notAPath) {
      // the sentence below says it
    }
    throw reader.wrong(TO, "empty, the path of a folder, or like s3://bucket/prefix");
  }

  private static Optional<URI> endpoint(SettingsReader reader) {
    var key = KEY + "s3.endpoint";
    var text = reader.text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      var address = new URI(text);
      var isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (isHttp && address.getHost() != null && address.getUserInfo() == null) {
        return Optional.of(address);
      }
    } catch (URISyntaxException notAnAddress) {
      // the sentence below says it
    }
    throw reader.wrong(key, "empty, or an address like https://minio.example.com:9000");
  }

  private static Optional<Credentials> credentials(SettingsReader reader) {
    var accessKey = reader.text(KEY + "s3.access-key");
    var secretKey = reader.secret(KEY + "s3.secret-key");
    if (accessKey.isEmpty() != secretKey.isEmpty()) {
      throw new SettingsException(
          KEY
              + "s3.access-key and "
              + KEY
              + "s3.secret-key belong together, but only one of them is set; set both, or neither to"
              + " have them found as Amazon's tools do.");
    }
    return accessKey.isEmpty()
        ? Optional.empty()
        : Optional.of(new Credentials(accessKey, secretKey));
  }

  private static void refuseWithoutS3(SettingsReader reader) {
    for (var key : List.of("endpoint", "region", "path-style", "access-key", "secret-key")) {
      if (reader.isGiven(KEY + "s3." + key)) {
        throw new SettingsException(
            KEY
                + "s3."
                + key
                + " is set"
                + reader.where(KEY + "s3." + key)
                + ", but the archive is no S3 storage; set "
                + TO
                + " to an address like s3://bucket/prefix, or remove it.");
      }
    }
  }

  private static Optional<String> optional(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
