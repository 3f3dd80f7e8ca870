package dev.tocsin.tenancy.access;

import dev.tocsin.input.Input;
import dev.tocsin.tenancy.PasswordHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Hashes passwords by Argon2id, two at once at most: each takes 19 MiB and tens of milliseconds of
 * a processor that checks need too.
 */
public final class Passwords implements AutoCloseable {
  public static final int SHORTEST = 12;
  public static final int LONGEST = 256;

  static final String TOO_SHORT = "It must have at least " + SHORTEST + " characters.";

  private static final int AT_ONCE = 2;
  private static final int WAITING = 64;
  private static final int SALT_BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private final PasswordHash nobodys;
  private final ThreadPoolExecutor hashing =
      new ThreadPoolExecutor(
          AT_ONCE,
          AT_ONCE,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("passwords-", 0).factory());

  public Passwords() {
    hashing.allowCoreThreadTimeOut(true);
    // the cost is in the parameters, so that no first hashing is needed at start
    nobodys = Argon2.encode(randomBytes(SALT_BYTES), randomBytes(Argon2.HASH_BYTES));
  }

  /** A password for somebody new, as a form's field; too short or too long is a fault. */
  public static String read(Input input, String field) {
    Optional<String> given = input.verbatim(field, LONGEST);
    if (given.isEmpty()) {
      input.missing(field, "a text of " + SHORTEST + " to " + LONGEST + " characters");
      return "";
    }
    input.check(given.get().length() >= SHORTEST, field, TOO_SHORT);
    return given.get();
  }

  /** Fails with {@link ThrottledException} where too many wait. */
  public CompletionStage<PasswordHash> hash(String password) {
    return later(
        () -> {
          byte[] salt = randomBytes(SALT_BYTES);
          return Argon2.encode(salt, Argon2.hash(bytes(password), salt, Argon2.Cost.CURRENT));
        });
  }

  /**
   * Takes the same time whether there is such an account or not.
   *
   * @param known empty where there is no account
   */
  public CompletionStage<Boolean> verify(String password, Optional<PasswordHash> known) {
    return later(
        () -> {
          Argon2.Encoded encoded = Argon2.decode(known.orElse(nobodys));
          byte[] hash = Argon2.hash(bytes(password), encoded.salt(), encoded.cost());
          return MessageDigest.isEqual(hash, encoded.hash()) && known.isPresent();
        });
  }

  private <T> CompletionStage<T> later(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, hashing);
    } catch (RejectedExecutionException tooMany) {
      return CompletableFuture.failedStage(new ThrottledException(Duration.ofSeconds(5)));
    }
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    hashing.shutdownNow();
  }
}
