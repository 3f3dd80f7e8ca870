package dev.tocsin.escalation;

import dev.tocsin.Ids;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.configuration.Item;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Sender;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

/**
 * Shows that what is sent to a contact method reaches its person: they type in a code of six digits
 * that was sent there. Every stage fails with {@link StoreUnavailableException} where nothing was
 * done.
 */
public final class Verification {
  private static final String PURPOSE = "contact code v1";
  private static final int CODES = 1_000_000;
  private static final Pattern FORM = Pattern.compile("\\d{6}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ContactCodes codes;
  private final Sender sender;
  private final DerivedKeys keys;
  private final URI publicUrl;
  private final Executor blocking;
  private final InstantSource time;

  /**
   * @param blocking runs the store's calls
   */
  public Verification(
      ContactCodes codes,
      Sender sender,
      DerivedKeys keys,
      URI publicUrl,
      Executor blocking,
      InstantSource time) {
    this.codes = codes;
    this.sender = sender;
    this.keys = keys;
    this.publicUrl = publicUrl;
    this.blocking = blocking;
    this.time = time;
  }

  /** Whether a text can be a code. */
  public static boolean hasForm(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * Sends a new code, which makes earlier ones worthless. Fails with {@link
   * dev.tocsin.tenancy.access.ThrottledException} where too many were sent lately.
   */
  public CompletionStage<Outcome> send(Item<ContactMethod> method, Organization organization) {
    String code = String.format(Locale.ROOT, "%06d", RANDOM.nextInt(CODES));
    UUID id = Ids.create();
    ContactCodes.Code kept =
        new ContactCodes.Code(
            method.organization(),
            id,
            method.id(),
            method.content().user(),
            hash(method, code),
            time.instant());
    Message message =
        new Message(
            id,
            Message.Kind.VERIFICATION,
            organization.name(),
            List.of(),
            0,
            code,
            publicUrl,
            false);
    return CompletableFuture.runAsync(() -> codes.add(kept), blocking)
        .thenCompose(added -> sender.send(method.content().endpoint(), message));
  }

  /** Judges what somebody typed in. */
  public CompletionStage<ContactCodes.Verdict> judge(Item<ContactMethod> method, String typed) {
    return CompletableFuture.supplyAsync(
        () -> codes.guess(method.organization(), method.id(), hash(method, typed), time.instant()),
        blocking);
  }

  /** Bound to where it went: a method that was changed since is not shown to be its person's. */
  private String hash(Item<ContactMethod> method, String code) {
    Endpoint endpoint = method.content().endpoint();
    return keys.sign(
        PURPOSE,
        String.join(
            "\n",
            method.id().toString(),
            endpoint.type(),
            new TreeMap<>(endpoint.settings()).toString(),
            code));
  }
}
