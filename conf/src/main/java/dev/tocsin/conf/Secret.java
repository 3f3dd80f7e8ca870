package dev.tocsin.conf;

/** Text that must not be seen: it writes itself as stars wherever it is printed. */
public record Secret(String value) {
  public boolean isEmpty() {
    return value.isEmpty();
  }

  @Override
  public String toString() {
    return "***";
  }
}
