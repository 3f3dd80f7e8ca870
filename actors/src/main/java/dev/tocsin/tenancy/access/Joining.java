package dev.tocsin.tenancy.access;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.Account;
import dev.tocsin.tenancy.AccountStore;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.MemberStore;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.SecretHash;
import dev.tocsin.tenancy.TenancyStore;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** How people come in: by invitation, or by signing up where that is open. */
public final class Joining {
  private final AccountStore accounts;
  private final MemberStore members;
  private final Passwords passwords;
  private final SignIn signIn;
  private final InvitationLinks links;
  private final Executor blocking;
  private final InstantSource time;

  /**
   * @param blocking runs the store's calls
   */
  public Joining(
      TenancyStore store,
      Passwords passwords,
      SignIn signIn,
      InvitationLinks links,
      Executor blocking,
      InstantSource time) {
    this.accounts = store.accounts();
    this.members = store.members();
    this.passwords = passwords;
    this.signIn = signIn;
    this.links = links;
    this.blocking = blocking;
    this.time = time;
  }

  /** What came of an invitation that was accepted. */
  public sealed interface Outcome {
    record Joined(SignedIn signedIn) implements Outcome {}

    /** It was used, withdrawn, has expired or never was. */
    record NoInvitation() implements Outcome {}

    /** The invited address has an account, and this is not its password. */
    record WrongPassword() implements Outcome {}
  }

  /**
   * Creates an organization and its owner; fails with {@link dev.tocsin.ConflictException} where
   * the address has an account, and with {@link StoreUnavailableException}.
   */
  public CompletionStage<Founded> signUp(String name, EmailAddress email, String password) {
    Instant now = now();
    return passwords
        .hash(password)
        .thenApplyAsync(
            hash -> {
              Founded founded =
                  new Founded(
                      new Organization(OrganizationId.create(), name, now),
                      new Account(new User(UserId.create(), email, null, now), hash));
              accounts.signUp(founded.organization(), founded.owner());
              return founded;
            },
            blocking);
  }

  /** Starts the first session of somebody who has just founded an organization. */
  public CompletionStage<SignedIn> begin(Founded founded, SignIn.From from) {
    return signIn.start(founded.owner(), from).thenApply(Joining::begun);
  }

  /**
   * Accepts an invitation: with a new password where the invited address has no account, with the
   * account's password where it has one.
   *
   * @param token what the invitation's link carries
   */
  public CompletionStage<Outcome> accept(
      String token, @Nullable String name, String password, SignIn.From from) {
    InvitationLinks.Shown shown = links.read(token);
    if (!RandomSecret.hasForm(RandomSecret.INVITATION, shown.secret())) {
      return CompletableFuture.completedStage(new Outcome.NoInvitation());
    }
    return CompletableFuture.supplyAsync(
            () -> members.invitation(SecretHash.of(shown.secret()), time.instant()), blocking)
        .thenCompose(
            invitation ->
                invitation.isEmpty()
                    ? CompletableFuture.completedStage(new Outcome.NoInvitation())
                    : accept(new Asked(invitation.get(), shown.isMailed()), name, password, from));
  }

  /** An invitation, and whether it was read in its mail. */
  private record Asked(Invitation invitation, boolean isMailed) {}

  private CompletionStage<Outcome> accept(
      Asked asked, @Nullable String name, String password, SignIn.From from) {
    Invitation invitation = asked.invitation();
    return CompletableFuture.supplyAsync(() -> accounts.account(invitation.email()), blocking)
        .thenCompose(
            known ->
                known.isPresent()
                    ? signIn.prove(invitation.email(), password, from)
                    : newAccount(invitation, name, password).thenApply(Optional::of))
        .thenCompose(
            account ->
                account.isEmpty()
                    ? CompletableFuture.completedStage(new Outcome.WrongPassword())
                    : join(asked, account.get(), from));
  }

  private CompletionStage<Account> newAccount(
      Invitation invitation, @Nullable String name, String password) {
    if (password.length() < Passwords.SHORTEST) {
      return CompletableFuture.failedStage(
          new InvalidInputException("password", Passwords.TOO_SHORT));
    }
    User user = new User(UserId.create(), invitation.email(), name, now());
    return passwords.hash(password).thenApply(hash -> new Account(user, hash));
  }

  private CompletionStage<Outcome> join(Asked asked, Account account, SignIn.From from) {
    return CompletableFuture.runAsync(
            () -> members.accept(asked.invitation(), asked.isMailed(), account, now()), blocking)
        .thenCompose(done -> signIn.start(account, from))
        .thenApply(signedIn -> new Outcome.Joined(begun(signedIn)));
  }

  private static SignedIn begun(Optional<SignedIn> signedIn) {
    return signedIn.orElseThrow(
        () ->
            new ConflictException(
                "The password of this account was changed a moment ago; sign in with the new"
                    + " one."));
  }

  private Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
