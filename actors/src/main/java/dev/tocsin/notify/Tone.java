package dev.tocsin.notify;

import java.util.Comparator;

/** How a message feels, for services that show a colour or an urgency. */
public enum Tone {
  ALARM(0xd13b2e),
  WARNING(0xd98e04),
  NEWS(0x4a6fa5),
  RELIEF(0x2e8b57);

  private final int rgb;

  Tone(int rgb) {
    this.rgb = rgb;
  }

  public int rgb() {
    return rgb;
  }

  /** {@code #d13b2e}. */
  public String hex() {
    return "#%06x".formatted(rgb);
  }

  /** Of a bundle, the worst of what is in it. */
  public static Tone of(Message message) {
    return switch (message.kind()) {
      case TEST, VERIFICATION -> NEWS;
      case WARNING -> WARNING;
      case TRIGGERED, ACKNOWLEDGED, RESOLVED, BUNDLE ->
          message.notices().stream()
              .map(Tone::of)
              .min(Comparator.naturalOrder())
              .orElse(message.kind() == Message.Kind.RESOLVED ? RELIEF : ALARM);
    };
  }

  public static Tone of(Message.Notice notice) {
    return switch (notice.kind()) {
      case ACKNOWLEDGED, TEST, VERIFICATION -> NEWS;
      case RESOLVED -> RELIEF;
      case WARNING -> WARNING;
      case TRIGGERED, BUNDLE -> of(notice.severity());
    };
  }

  private static Tone of(Severity severity) {
    return switch (severity) {
      case CRITICAL, ERROR -> ALARM;
      case WARNING -> WARNING;
      case INFO -> NEWS;
    };
  }
}
