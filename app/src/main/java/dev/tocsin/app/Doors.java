package dev.tocsin.app;

import dev.tocsin.conf.SecretKey;
import dev.tocsin.conf.Settings;
import dev.tocsin.conf.TenancySettings;
import dev.tocsin.http.Authentication;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.invitation.InvitationPost;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.TenancyStore;
import dev.tocsin.tenancy.access.Access;
import dev.tocsin.tenancy.access.DerivedKeys;
import dev.tocsin.tenancy.access.InvitationLinks;
import dev.tocsin.tenancy.access.Joining;
import dev.tocsin.tenancy.access.Passwords;
import dev.tocsin.tenancy.access.Profiles;
import dev.tocsin.tenancy.access.SessionNotes;
import dev.tocsin.tenancy.access.SessionTokens;
import dev.tocsin.tenancy.access.Setup;
import dev.tocsin.tenancy.access.SignIn;
import dev.tocsin.tenancy.access.SignInThrottle;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Who may come in, and how: accounts, sessions, tokens, and the first start. */
final class Doors implements AutoCloseable {
  private final Settings settings;
  private final URI publicUrl;
  private final Passwords passwords = new Passwords();
  private final Setup setup;
  private final ApiParts.TenancySide side;
  private final Authentication authentication;

  /**
   * @param installation throws while the store has not told it yet
   */
  Doors(
      Settings settings,
      SecretKey key,
      TenancyStore store,
      InvitationPost post,
      Supplier<UUID> installation,
      URI publicUrl,
      Executor blocking,
      InstantSource clock) {
    this.settings = settings;
    this.publicUrl = publicUrl;
    DerivedKeys keys = new DerivedKeys(key.bytes());
    SessionTokens tokens = new SessionTokens(keys);
    Access access = new Access(store, tokens, blocking, clock);
    SignIn signIn =
        new SignIn(
            store.accounts(),
            passwords,
            new SignInThrottle(clock),
            tokens,
            access,
            blocking,
            clock);
    this.setup = new Setup(store.accounts(), passwords, keys, installation, blocking, clock);
    Joining joining =
        new Joining(
            store, passwords, signIn, new InvitationLinks(publicUrl, keys), blocking, clock);
    this.side =
        new ApiParts.TenancySide(
            store,
            access,
            signIn,
            setup,
            joining,
            new Profiles(store.accounts(), passwords, signIn, access, blocking, clock),
            new SessionNotes(keys),
            post,
            publicUrl,
            settings.tenancy().signUp() == TenancySettings.SignUp.OPEN);
    this.authentication = new Authentication(access, tokens, publicUrl);
  }

  ApiParts.TenancySide side() {
    return side;
  }

  Authentication authentication() {
    return authentication;
  }

  /**
   * Creates the first owner where the settings name one. Blocks.
   *
   * @return the link that sets up the installation, while nobody has
   */
  Optional<URI> setUp() {
    settings
        .owner()
        .ifPresent(
            owner ->
                setup
                    .bySettings(
                        EmailAddress.parse(owner.email()).orElseThrow(), owner.password().value())
                    .toCompletableFuture()
                    .join());
    boolean open = setup.isOpen().toCompletableFuture().join();
    return open
        ? Optional.of(publicUrl.resolve("/setup?token=" + setup.token()))
        : Optional.empty();
  }

  @Override
  public void close() {
    passwords.close();
  }
}
