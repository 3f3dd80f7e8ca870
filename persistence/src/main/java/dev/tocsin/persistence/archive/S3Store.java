package dev.tocsin.persistence.archive;

import dev.tocsin.conf.ArchiveSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects in a bucket of S3-compatible storage. */
final class S3Store implements ArchiveStore {
  /** What is larger is sent in parts of this size, of which one is in memory. */
  static final int PART = 8 * 1024 * 1024;

  private static final int NOT_FOUND = 404;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final ArchiveSettings.S3 settings;
  private final Limits limits;
  private final S3Faults faults;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable S3Client open;

  /**
   * @param connect until a connection stands
   * @param silence without a byte
   * @param read one attempt to read or list; three make a call
   * @param write one attempt to write an object or a part
   * @param pause before the second attempt, at most; more before the third
   */
  record Limits(Duration connect, Duration silence, Duration read, Duration write, Duration pause) {
    static final Limits USUAL =
        new Limits(
            Duration.ofSeconds(3),
            Duration.ofSeconds(15),
            Duration.ofSeconds(8),
            Duration.ofSeconds(60),
            Duration.ofMillis(500));

    private AwsRequestOverrideConfiguration ofReads() {
      return timeouts(read);
    }

    private AwsRequestOverrideConfiguration ofWrites() {
      return timeouts(write);
    }

    private static AwsRequestOverrideConfiguration timeouts(Duration attempt) {
      return AwsRequestOverrideConfiguration.builder()
          .apiCallAttemptTimeout(attempt)
          .apiCallTimeout(attempt.multipliedBy(2))
          .build();
    }
  }

  S3Store(ArchiveSettings.S3 settings) {
    this(settings, Limits.USUAL);
  }

  S3Store(ArchiveSettings.S3 settings, Limits limits) {
    this.settings = settings;
    this.limits = limits;
    this.faults =
        new S3Faults(
            place(), settings.endpoint().map(Object::toString).orElse("Amazon's own address"));
  }

  @Override
  public String place() {
    return "s3://" + settings.bucket() + "/" + settings.prefix();
  }

  /** Opened by the first call: finding region and credentials may take seconds. */
  private S3Client client() {
    S3Client client = open;
    if (client != null) {
      return client;
    }
    opening.lock();
    try {
      client = open;
      if (client == null) {
        client = build();
        open = client;
      }
      return client;
    } finally {
      opening.unlock();
    }
  }

  private S3Client build() {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(limits.connect())
                    .socketTimeout(limits.silence()))
            .forcePathStyle(settings.pathStyle())
            // others than Amazon refuse checksums that they do not know; Content-MD5 all know
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(configuration -> configuration.retryStrategy(retries()));
    settings.endpoint().ifPresent(builder::endpointOverride);
    settings
        .region()
        .or(() -> settings.endpoint().map(ofOnesOwn -> Region.US_EAST_1.id()))
        .ifPresent(region -> builder.region(Region.of(region)));
    settings
        .credentials()
        .ifPresent(
            given ->
                builder.credentialsProvider(
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(given.accessKey(), given.secretKey().value()))));
    return builder.build();
  }

  private RetryStrategy retries() {
    BackoffStrategy pauses =
        BackoffStrategy.exponentialDelay(limits.pause(), limits.pause().multipliedBy(4));
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .backoffStrategy(pauses)
        .throttlingBackoffStrategy(pauses)
        .build();
  }

  private String key(String name) {
    return settings.prefix() + name;
  }

  @Override
  public void put(String name, Path content) throws IOException {
    try {
      if (Files.size(content) > PART) {
        putInParts(key(name), content);
      } else {
        byte[] bytes = Files.readAllBytes(content);
        client()
            .putObject(
                request ->
                    request
                        .bucket(settings.bucket())
                        .key(key(name))
                        .contentMD5(md5(bytes))
                        .overrideConfiguration(limits.ofWrites()),
                RequestBody.fromBytes(bytes));
      }
    } catch (SdkException failed) {
      throw faults.of(failed);
    }
  }

  /** The object is there when the last request of them says so. */
  private void putInParts(String key, Path content) throws IOException {
    String upload =
        client()
            .createMultipartUpload(
                request ->
                    request
                        .bucket(settings.bucket())
                        .key(key)
                        .overrideConfiguration(limits.ofWrites()))
            .uploadId();
    boolean completed = false;
    try {
      List<CompletedPart> parts = new ArrayList<>();
      try (InputStream file = Files.newInputStream(content)) {
        for (byte[] part = file.readNBytes(PART); part.length > 0; part = file.readNBytes(PART)) {
          parts.add(putPart(key, upload, parts.size() + 1, part));
        }
      }
      client()
          .completeMultipartUpload(
              request ->
                  request
                      .bucket(settings.bucket())
                      .key(key)
                      .uploadId(upload)
                      .multipartUpload(all -> all.parts(parts))
                      .overrideConfiguration(limits.ofWrites()));
      completed = true;
    } finally {
      if (!completed) {
        abort(key, upload);
      }
    }
  }

  private CompletedPart putPart(String key, String upload, int number, byte[] part) {
    String tag =
        client()
            .uploadPart(
                request ->
                    request
                        .bucket(settings.bucket())
                        .key(key)
                        .uploadId(upload)
                        .partNumber(number)
                        .contentMD5(md5(part))
                        .overrideConfiguration(limits.ofWrites()),
                RequestBody.fromBytes(part))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  private void abort(String key, String upload) {
    try {
      client()
          .abortMultipartUpload(
              request ->
                  request
                      .bucket(settings.bucket())
                      .key(key)
                      .uploadId(upload)
                      .overrideConfiguration(limits.ofReads()));
    } catch (SdkException alsoFails) {
      // what made the upload fail is being said; the bucket's own rule removes what is left
    }
  }

  private static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  @Override
  public Optional<byte[]> get(String name, int most) throws IOException {
    return read(name, null, most);
  }

  @Override
  public Optional<byte[]> range(String name, long offset, int length) throws IOException {
    Optional<byte[]> bytes = read(name, "bytes=" + offset + "-" + (offset + length - 1), length);
    if (bytes.isPresent() && bytes.get().length < length) {
      throw new BrokenObjectException("The object " + name + " is cut short.", null);
    }
    return bytes;
  }

  private Optional<byte[]> read(String name, @Nullable String range, int most) throws IOException {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(settings.bucket())
            .key(key(name))
            .range(range)
            .overrideConfiguration(limits.ofReads())
            .build();
    try {
      byte[] bytes = client().getObject(request, (response, stream) -> stream.readNBytes(most + 1));
      if (bytes.length > most) {
        throw new BrokenObjectException("The object " + name + " is too large.", null);
      }
      return Optional.of(bytes);
    } catch (S3Exception failed) {
      if (isMissing(failed)) {
        return Optional.empty();
      }
      if (failed.statusCode() == RANGE_NOT_SATISFIABLE) {
        throw new BrokenObjectException("The object " + name + " is cut short.", failed);
      }
      throw faults.of(failed);
    } catch (SdkException failed) {
      throw faults.of(failed);
    }
  }

  private static boolean isMissing(S3Exception failed) {
    return failed.statusCode() == NOT_FOUND
        && (failed.awsErrorDetails() == null
            || !"NoSuchBucket".equals(failed.awsErrorDetails().errorCode()));
  }

  @Override
  public List<String> names(String folder) throws IOException {
    int begin = key(folder).length();
    List<String> names = new ArrayList<>();
    for (ListObjectsV2Response page : pages(folder, "/")) {
      page.commonPrefixes().forEach(inner -> names.add(inner.prefix().substring(begin)));
      page.contents().forEach(object -> names.add(object.key().substring(begin)));
    }
    names.removeIf(String::isEmpty);
    names.sort(null);
    return names;
  }

  @Override
  public List<String> within(String folder) throws IOException {
    int begin = settings.prefix().length();
    List<String> names = new ArrayList<>();
    for (ListObjectsV2Response page : pages(folder, null)) {
      page.contents().forEach(object -> names.add(object.key().substring(begin)));
    }
    names.sort(null);
    return names;
  }

  private List<ListObjectsV2Response> pages(String folder, @Nullable String delimiter)
      throws IOException {
    try {
      return client()
          .listObjectsV2Paginator(
              request ->
                  request
                      .bucket(settings.bucket())
                      .prefix(key(folder))
                      .delimiter(delimiter)
                      .overrideConfiguration(limits.ofReads()))
          .stream()
          .toList();
    } catch (SdkException failed) {
      throw faults.of(failed);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    try {
      client()
          .deleteObject(
              request ->
                  request
                      .bucket(settings.bucket())
                      .key(key(name))
                      .overrideConfiguration(limits.ofReads()));
    } catch (S3Exception failed) {
      if (!isMissing(failed)) {
        throw faults.of(failed);
      }
    } catch (SdkException failed) {
      throw faults.of(failed);
    }
  }

  @Override
  public void close() {
    S3Client client = open;
    if (client != null) {
      client.close();
    }
  }
}
