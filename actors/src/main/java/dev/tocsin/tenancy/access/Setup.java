package dev.tocsin.tenancy.access;

import dev.tocsin.Ids;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.tenancy.Account;
import dev.tocsin.tenancy.AccountStore;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.PasswordHash;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.UserId;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The first start: makes the first organization and its owner, by settings or by a link. */
public final class Setup {
  /** The organization that settings create. */
  public static final String DEFAULT_ORGANIZATION = "default";

  private final AccountStore accounts;
  private final Passwords passwords;
  private final DerivedKeys keys;
  private final Supplier<UUID> installation;
  private final Executor blocking;
  private final InstantSource time;

  /**
   * @param installation the same on all nodes of this installation and on no other's; it may throw
   *     {@link StoreUnavailableException} until it is known
   * @param blocking runs the store's calls
   */
  public Setup(
      AccountStore accounts,
      Passwords passwords,
      DerivedKeys keys,
      Supplier<UUID> installation,
      Executor blocking,
      InstantSource time) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.keys = keys;
    this.installation = installation;
    this.blocking = blocking;
    this.time = time;
  }

  /** Fails with {@link StoreUnavailableException}. */
  public CompletionStage<Boolean> isOpen() {
    return CompletableFuture.supplyAsync(() -> !accounts.hasOwner(), blocking);
  }

  /**
   * What a link for setting up carries. Every node has the same, and none accepts it any more once
   * there is an owner.
   */
  public String token() {
    return keys.sign("set-up link v1", installation.get().toString());
  }

  /**
   * Creates the organization {@code default} and its owner, unless there is an owner already;
   * several nodes may do so at once.
   *
   * @return whether this call did it
   */
  public CompletionStage<Boolean> bySettings(EmailAddress email, String password) {
    return isOpen()
        .thenCompose(
            open ->
                open
                    ? create(DEFAULT_ORGANIZATION, email, password).thenApply(Optional::isPresent)
                    : CompletableFuture.completedStage(false));
  }

  /**
   * Sets up by link.
   *
   * @return the organization and the owner's account; empty where the link is not valid (any more)
   */
  public CompletionStage<Optional<Founded>> byLink(
      String token, String organization, EmailAddress email, String password) {
    if (!DerivedKeys.same(token, token())) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return isOpen()
        .thenCompose(
            open ->
                open
                    ? create(organization, email, password)
                    : CompletableFuture.completedStage(Optional.empty()));
  }

  private CompletionStage<Optional<Founded>> create(
      String name, EmailAddress email, String password) {
    return passwords
        .hash(password)
        .thenApplyAsync(
            hash -> {
              Founded founded = founded(name, email, hash);
              return accounts.setUp(founded.organization(), founded.owner())
                  ? Optional.of(founded)
                  : Optional.empty();
            },
            blocking);
  }

  private Founded founded(String name, EmailAddress email, PasswordHash hash) {
    var now = time.instant().truncatedTo(ChronoUnit.MILLIS);
    return new Founded(
        new Organization(
            new OrganizationId(Ids.derive(installation.get(), "organization", "first")), name, now),
        new Account(new User(UserId.create(), email, null, now), hash));
  }
}
