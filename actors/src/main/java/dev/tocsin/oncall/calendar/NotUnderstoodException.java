package dev.tocsin.oncall.calendar;

/** An event of a calendar cannot be taken as it is; the others can. */
public final class NotUnderstoodException extends Exception {
  private static final long serialVersionUID = 1;

  private final String sentence;

  /**
   * @param sentence for who sent the calendar
   */
  NotUnderstoodException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }
}
