package dev.tocsin.notify.telegram;

import dev.tocsin.notify.Endpoint;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.util.Optional;

/**
 * What Telegram shows with each call, so that nobody else calls in its name. A bot has one address
 * that it calls, whatever channels it serves, and so one secret. It is made of the bot's token,
 * names the bot by itself, and is stored nowhere.
 */
public final class TelegramSecrets {
  private static final String BOT = "telegram bot v1";
  private static final String PURPOSE = "telegram webhook v1";

  private final DerivedKeys keys;

  public TelegramSecrets(DerivedKeys keys) {
    this.keys = keys;
  }

  /** A bot that Telegram has called for, by a name that says nothing of its token. */
  public static final class Bot {
    private final String name;

    private Bot(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Telegram's {@code secret_token}: letters, digits, {@code _} and {@code -}. */
  String of(String token) {
    String bot = keys.sign(BOT, token);
    return bot + keys.sign(PURPOSE, bot);
  }

  /** Empty where it is not one of ours. */
  public Optional<Bot> read(String secret) {
    String bot = secret.substring(0, secret.length() / 2);
    return DerivedKeys.same(bot + keys.sign(PURPOSE, bot), secret)
        ? Optional.of(new Bot(bot))
        : Optional.empty();
  }

  /** Whether a place is written to by this bot. */
  public boolean isOf(Bot bot, Endpoint endpoint) {
    return endpoint
        .optional(TelegramKind.TOKEN)
        .filter(token -> DerivedKeys.same(keys.sign(BOT, token), bot.name))
        .isPresent();
  }
}
