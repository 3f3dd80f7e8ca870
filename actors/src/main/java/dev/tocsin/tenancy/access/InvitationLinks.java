package dev.tocsin.tenancy.access;

import dev.tocsin.conf.Secret;
import java.net.URI;

/**
 * The links that invitations are accepted by. The one in a mail carries a mark that is shown
 * nowhere else, not even to who invites: whoever brings it has read the mail.
 */
public final class InvitationLinks {
  private static final String PURPOSE = "mailed invitation v1";
  private static final char MARK = '.';

  private final URI publicUrl;
  private final DerivedKeys keys;

  /**
   * @param publicUrl what links begin with
   */
  public InvitationLinks(URI publicUrl, DerivedKeys keys) {
    this.publicUrl = publicUrl;
    this.keys = keys;
  }

  /**
   * What somebody brings who accepts.
   *
   * @param secret of the invitation
   * @param isMailed whether it was read in the invitation's mail
   */
  public record Shown(String secret, boolean isMailed) {
    @Override
    public String toString() {
      return "Shown[isMailed=" + isMailed + "]";
    }
  }

  public URI publicUrl() {
    return publicUrl;
  }

  /** The link for a mail. */
  public URI mailed(Secret secret) {
    return URI.create(
        of(publicUrl, new Secret(secret.value() + MARK + keys.sign(PURPOSE, secret.value()))));
  }

  /**
   * The link that somebody sends on.
   *
   * @param publicUrl what links begin with
   */
  public static String of(URI publicUrl, Secret secret) {
    return publicUrl + "/invite?token=" + secret.value();
  }

  /** What a link carries; a wrong mark makes it a wrong secret. */
  Shown read(String token) {
    int at = token.indexOf(MARK);
    if (at < 0) {
      return new Shown(token, false);
    }
    String secret = token.substring(0, at);
    return DerivedKeys.same(token.substring(at + 1), keys.sign(PURPOSE, secret))
        ? new Shown(secret, true)
        : new Shown(token, false);
  }
}
