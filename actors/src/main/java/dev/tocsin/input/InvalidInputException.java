package dev.tocsin.input;

import java.util.List;

/** What somebody sent cannot be taken; the edge turns it into an answer that lists the faults. */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<FieldError> errors;

  public InvalidInputException(List<FieldError> errors) {
    super(errors.toString());
    this.errors = List.copyOf(errors);
  }

  public InvalidInputException(String field, String message) {
    this(List.of(new FieldError(field, message)));
  }

  public List<FieldError> errors() {
    return errors;
  }
}
