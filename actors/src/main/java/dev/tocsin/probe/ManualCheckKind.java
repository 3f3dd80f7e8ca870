package dev.tocsin.probe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Input;
import java.util.Optional;

/** A person or a program says what the state is; nothing is asked. */
public final class ManualCheckKind implements CheckKind<ManualSpec> {
  @Override
  public String type() {
    return "manual";
  }

  @Override
  public Class<ManualSpec> specClass() {
    return ManualSpec.class;
  }

  @Override
  public ManualSpec read(Input input) {
    return new ManualSpec();
  }

  @Override
  public ObjectNode write(ManualSpec spec) {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public boolean hasFields() {
    return false;
  }

  @Override
  public Optional<Probe<ManualSpec>> probe() {
    return Optional.empty();
  }
}
