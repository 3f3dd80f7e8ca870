package dev.tocsin.probe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import java.util.List;
import java.util.Optional;

/** A kind of check, complete: its name, how its specification is read and shown, its probe. */
public interface CheckKind<S extends CheckSpec> {
  /** The name in the API, which is also the field that holds the specification: {@code http}. */
  String type();

  Class<S> specClass();

  /**
   * Reads a specification as a person wrote it; faults go into the input, and the answer is then
   * any valid specification, never used.
   */
  S read(Input input);

  /** As the API shows it: every field with its value, secrets left out. */
  ObjectNode write(S spec);

  /** The secrets of {@code before} carried into {@code after} where a person left them out. */
  default S keepSecrets(S before, S after) {
    return after;
  }

  /**
   * Faults for secrets that were left out and that {@link #keepSecrets} did not fill in; to be
   * asked before a specification is stored or executed.
   */
  default List<FieldError> missingSecrets(S spec) {
    return List.of();
  }

  /**
   * What Tocsin itself adds to a specification before it is stored, where {@link #keepSecrets} did
   * not bring it along: the keys of a heartbeat.
   */
  default S issue(S spec) {
    return spec;
  }

  /** Whether a specification has fields, so that one must be given. */
  default boolean hasFields() {
    return true;
  }

  /** Empty where nothing is asked (a manual monitor). */
  Optional<Probe<S>> probe();
}
