package dev.tocsin.notify.slack;

import java.util.Optional;

/** What can be pressed under a message. */
public enum SlackButton {
  ACKNOWLEDGE("acknowledge", "Acknowledge"),
  RESOLVE("resolve", "Resolve"),
  ESCALATE("escalate", "Escalate");

  private final String id;
  private final String label;

  SlackButton(String id, String label) {
    this.id = id;
    this.label = label;
  }

  /** Slack's {@code action_id}. */
  String id() {
    return id;
  }

  String label() {
    return label;
  }

  static Optional<SlackButton> of(String id) {
    for (SlackButton button : values()) {
      if (button.id.equals(id)) {
        return Optional.of(button);
      }
    }
    return Optional.empty();
  }
}
