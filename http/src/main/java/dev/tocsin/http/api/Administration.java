package dev.tocsin.http.api;

import dev.tocsin.ConflictException;
import dev.tocsin.conf.Secret;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.invitation.InvitationPost;
import dev.tocsin.tenancy.ApiToken;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Created;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.InvitationId;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.MemberStore;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Principal;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.SecretHash;
import dev.tocsin.tenancy.TokenId;
import dev.tocsin.tenancy.TokenStore;
import dev.tocsin.tenancy.UserId;
import dev.tocsin.tenancy.access.Access;
import dev.tocsin.tenancy.access.InvitationLinks;
import dev.tocsin.tenancy.access.RandomSecret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the API and the pages do to an organization, its members, invitations and tokens, for a
 * caller who may.
 */
public final class Administration {
  private static final Duration INVITED_FOR = Duration.ofDays(7);
  private static final String NO_MAIL =
      "Tocsin sends no mail here: its operator has to set TOCSIN_SMTP_URL first.";

  private final ConfigurationWriter writer;
  private final MemberStore members;
  private final TokenStore tokens;
  private final Access access;
  private final InvitationPost post;
  private final URI publicUrl;
  private final Executor blocking;
  private final InstantSource time;

  public Administration(ApiParts parts) {
    this.writer = parts.writer();
    this.members = parts.tenancy().store().members();
    this.tokens = parts.tenancy().store().tokens();
    this.access = parts.tenancy().access();
    this.post = parts.tenancy().post();
    this.publicUrl = parts.tenancy().publicUrl();
    this.blocking = parts.blocking();
    this.time = parts.time();
  }

  /**
   * An invitation that was made.
   *
   * @param url that accepts it, shown once; null for the repeat of a request
   */
  public record Invited(Invitation invitation, @Nullable String url) {
    @Override
    public String toString() {
      return "Invited[" + invitation + "]";
    }
  }

  /**
   * A token that was made.
   *
   * @param secret what programs show, shown once; null for the repeat of a request
   */
  public record MadeToken(ApiToken token, @Nullable String secret) {
    @Override
    public String toString() {
      return "MadeToken[" + token + "]";
    }
  }

  /**
   * @param change of the organization as it is then
   */
  public CompletionStage<Organization> change(
      OrganizationId organization, UnaryOperator<Organization> change, Author by) {
    return CompletableFuture.supplyAsync(
            () -> members.change(organization, change, by, time.instant()), blocking)
        .thenCompose(
            changed ->
                writer
                    .announce(organization, changed.revision())
                    .thenApply(seen -> changed.organization()));
  }

  public CompletionStage<?> renewPingKey(OrganizationId organization, Author by) {
    return CompletableFuture.supplyAsync(
            () -> members.renewPingKey(organization, by, time.instant()), blocking)
        .thenCompose(revision -> writer.announce(organization, revision));
  }

  public CompletionStage<List<Member>> members(OrganizationId organization) {
    return CompletableFuture.supplyAsync(() -> members.members(organization), blocking);
  }

  /** Empty where the user is no member; fails with a conflict where no owner would remain. */
  public CompletionStage<Optional<Member>> changeRole(
      OrganizationId organization, UserId user, Role role, Author by) {
    return CompletableFuture.supplyAsync(
            () -> members.changeRole(organization, user, role, by, time.instant()), blocking)
        .thenApply(this::doubted)
        .thenCompose(done -> announced(organization, done));
  }

  /** False where the user is no member; fails with a conflict where no owner would remain. */
  public CompletionStage<Boolean> remove(OrganizationId organization, UserId user, Author by) {
    return CompletableFuture.supplyAsync(
            () -> members.remove(organization, user, by, time.instant()), blocking)
        .thenApply(this::doubted)
        .thenCompose(done -> announced(organization, done));
  }

  /** Whether invitations go out by mail here. */
  public boolean mailsInvitations() {
    return post.isOpen();
  }

  /** Fails with a conflict where the address belongs to a member. */
  public CompletionStage<Invited> invite(
      InvitationId id, OrganizationId organization, EmailAddress email, Role role, Author by) {
    Instant now = now();
    Invitation invitation =
        new Invitation(id, organization, email, role, now, now.plus(INVITED_FOR));
    String secret = RandomSecret.create(RandomSecret.INVITATION);
    return CompletableFuture.supplyAsync(
            () ->
                members.invite(
                    invitation,
                    SecretHash.of(secret),
                    post.isOpen() ? new Secret(secret) : null,
                    by),
            blocking)
        .thenApply(
            created -> {
              post.hint();
              return new Invited(
                  created.value(),
                  created.isNew() ? InvitationLinks.of(publicUrl, new Secret(secret)) : null);
            });
  }

  /**
   * Mails an invitation, once more where it was mailed before. Empty where there is none; fails
   * with a conflict where no mail server is set.
   */
  public CompletionStage<Optional<Invitation>> mail(
      OrganizationId organization, InvitationId invitation, Author by) {
    if (!post.isOpen()) {
      return invitations(organization)
          .thenApply(all -> all.stream().filter(one -> one.id().equals(invitation)).findFirst())
          .thenApply(known -> known.map(Administration::withoutMail));
    }
    Secret fresh = new Secret(RandomSecret.create(RandomSecret.INVITATION));
    return CompletableFuture.supplyAsync(
            () -> members.mail(organization, invitation, fresh, by, now()), blocking)
        .thenApply(
            mailed -> {
              post.hint();
              return mailed;
            });
  }

  private static Invitation withoutMail(Invitation known) {
    throw new ConflictException(NO_MAIL);
  }

  public CompletionStage<List<Invitation>> invitations(OrganizationId organization) {
    return CompletableFuture.supplyAsync(
        () -> members.invitations(organization, time.instant()), blocking);
  }

  public CompletionStage<Boolean> withdraw(
      OrganizationId organization, InvitationId invitation, Author by) {
    return CompletableFuture.supplyAsync(
        () -> members.withdraw(organization, invitation, by, time.instant()), blocking);
  }

  /**
   * @param role no higher than that of {@code by}
   */
  public CompletionStage<MadeToken> createToken(TokenId id, String name, Role role, Principal by) {
    ApiToken token = new ApiToken(id, by.organization(), name, role, by.author(), now());
    String secret = RandomSecret.create(RandomSecret.TOKEN);
    SecretHash hash = SecretHash.of(secret);
    return CompletableFuture.supplyAsync(() -> tokens.create(token, hash), blocking)
        .thenApply(created -> made(created, hash, secret));
  }

  private MadeToken made(Created<ApiToken> created, SecretHash hash, String secret) {
    if (created.isNew()) {
      access.made(hash, created.value());
    }
    return new MadeToken(created.value(), created.isNew() ? secret : null);
  }

  public CompletionStage<List<ApiToken>> tokens(OrganizationId organization) {
    return CompletableFuture.supplyAsync(() -> tokens.tokens(organization), blocking);
  }

  public CompletionStage<Boolean> deleteToken(
      OrganizationId organization, TokenId token, Author by) {
    return CompletableFuture.supplyAsync(
            () -> tokens.delete(organization, token, by, time.instant()), blocking)
        .thenApply(this::doubted);
  }

  private <T> CompletionStage<T> announced(OrganizationId organization, T done) {
    return writer.announceNewest(organization).thenApply(seen -> done);
  }

  private <T> T doubted(T done) {
    access.doubtAll();
    return done;
  }

  private Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
