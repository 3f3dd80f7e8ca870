package dev.tocsin.probe.net;

/** The target's fault, not Tocsin's: its message is the sentence that a person reads. */
public final class TargetFault extends Exception {
  private static final long serialVersionUID = 1;

  public TargetFault(String sentence) {
    super(sentence, null, false, false);
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
