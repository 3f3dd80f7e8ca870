package dev.tocsin.notify.telegram;

import dev.tocsin.tenancy.OrganizationId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** What can be pressed under a message. */
public enum TelegramButton {
  ACKNOWLEDGE('a', "Acknowledge"),
  RESOLVE('r', "Resolve");

  private static final int BYTES = 2 * 16;
  private static final Pattern FORM = Pattern.compile("[a-z][A-Za-z0-9_-]{43}");

  private final char id;
  private final String label;

  /**
   * What a button bears. It is not signed: who writes one of their own names another alert that
   * this chat was told of at most, for no other counts.
   */
  public record Claim(TelegramButton button, OrganizationId organization, UUID alert) {
    /** Telegram takes 64 bytes. */
    String data() {
      ByteBuffer bytes = ByteBuffer.allocate(BYTES);
      put(bytes, organization.value());
      put(bytes, alert);
      return button.id + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    Claim of(TelegramButton other) {
      return new Claim(other, organization, alert);
    }

    private static void put(ByteBuffer to, UUID id) {
      to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }
  }

  TelegramButton(char id, String label) {
    this.id = id;
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Empty where it is not one of ours. */
  static Optional<Claim> read(String data) {
    if (!FORM.matcher(data).matches()) {
      return Optional.empty();
    }
    for (TelegramButton button : values()) {
      if (button.id == data.charAt(0)) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(data.substring(1)));
        OrganizationId organization =
            new OrganizationId(new UUID(bytes.getLong(), bytes.getLong()));
        return Optional.of(
            new Claim(button, organization, new UUID(bytes.getLong(), bytes.getLong())));
      }
    }
    return Optional.empty();
  }
}
