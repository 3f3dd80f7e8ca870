package dev.tocsin.conf;

/**
 * Something in the settings stops the start. The message is one sentence for the operator: the key,
 * where it was set, and what would be right.
 */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SettingsException(String message) {
    super(message);
  }

  public SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
