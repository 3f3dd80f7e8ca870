package dev.tocsin.configuration;

/**
 * A kind of {@link Content}.
 *
 * @param name as rows and audit rows bear it, for good
 * @param secret whether its text is sealed at rest
 */
public record ContentKind<T extends Content>(String name, Class<T> type, boolean secret) {
  /** As sentences have it: {@code escalation policy}. */
  public String words() {
    return name.replace('-', ' ');
  }
}
