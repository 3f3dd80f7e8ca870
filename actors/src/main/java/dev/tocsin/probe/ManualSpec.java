package dev.tocsin.probe;

/** Nothing is asked: a person or a program says what the state is. */
public record ManualSpec() implements CheckSpec {
  @Override
  public String type() {
    return "manual";
  }

  @Override
  public String target() {
    return "set by hand";
  }
}
