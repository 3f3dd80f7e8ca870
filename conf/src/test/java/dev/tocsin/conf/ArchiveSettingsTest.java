package dev.tocsin.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArchiveSettingsTest {
  private static final String PREFIX = "TOCSIN_RESULTS_ARCHIVE_";

  @Test
  void liesInTheDataFolderForFourHundredDaysUnlessSomethingElseIsSaid() {
    assertThat(load(Map.of()))
        .isEqualTo(
            new ArchiveSettings(
                new ArchiveSettings.Folder(Path.of("data/archive").toAbsolutePath(), true),
                Duration.ofDays(400)));
  }

  @Test
  void takesAFolderAndATime() {
    assertThat(load(Map.of("TO", "/mnt/shared/tocsin/", "KEEP_FOR", "0d")))
        .isEqualTo(
            new ArchiveSettings(
                new ArchiveSettings.Folder(Path.of("/mnt/shared/tocsin"), false), Duration.ZERO));
  }

  @Test
  void readsEveryKeyOfS3() {
    var settings =
        load(
            Map.of(
                "TO", "s3://results/tocsin/",
                "S3_ENDPOINT", "https://minio.example.com:9000",
                "S3_REGION", "eu-central-1",
                "S3_PATH_STYLE", "false",
                "S3_ACCESS_KEY", "tocsin",
                "S3_SECRET_KEY", "hidden"));

    assertThat(settings.place())
        .isEqualTo(
            new ArchiveSettings.S3(
                "results",
                "tocsin/",
                Optional.of(URI.create("https://minio.example.com:9000")),
                Optional.of("eu-central-1"),
                false,
                Optional.of(new ArchiveSettings.Credentials("tocsin", new Secret("hidden")))));
    assertThat(settings.toString()).doesNotContain("hidden");
  }

  @Test
  void putsTheBucketIntoThePathAtAnEndpointOfOnesOwn() {
    assertThat(s3(Map.of("TO", "s3://results")))
        .isEqualTo(
            new ArchiveSettings.S3(
                "results", "", Optional.empty(), Optional.empty(), false, Optional.empty()));
    assertThat(s3(Map.of("TO", "s3://results", "S3_ENDPOINT", "http://127.0.0.1:9000")).pathStyle())
        .isTrue();
  }

  @Test
  void saysWhatDoesNotGoTogether() {
    assertThatThrownBy(() -> load(Map.of("TO", "s3://results", "S3_ACCESS_KEY", "tocsin")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("belong together");
    assertThatThrownBy(() -> load(Map.of("S3_REGION", "eu-central-1")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("s3.region is set")
        .hasMessageContaining("set tocsin.results.archive.to to an address like s3://");
    assertThatThrownBy(() -> load(Map.of("TO", "s3://Not_A_Bucket/x")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("s3://bucket/prefix");
    assertThatThrownBy(() -> load(Map.of("TO", "gs://bucket")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("s3://bucket/prefix");
    assertThatThrownBy(() -> load(Map.of("TO", "s3://results", "S3_ENDPOINT", "minio:9000")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("https://minio.example.com:9000");
  }

  private static ArchiveSettings.S3 s3(Map<String, String> given) {
    return (ArchiveSettings.S3) load(given).place();
  }

  private static ArchiveSettings load(Map<String, String> given) {
    var environment = new HashMap<String, String>();
    given.forEach((name, value) -> environment.put(PREFIX + name, value));
    return Settings.load(Optional.empty(), environment).archive();
  }
}
