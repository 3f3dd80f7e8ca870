package dev.tocsin.probe.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.Probe;
import java.util.List;
import java.util.Optional;

/**
 * Checks of HTTP and HTTPS addresses. Passwords, tokens and secret headers are never written; left
 * out, or sent back as they were shown, they stand for the stored ones while scheme, host and port
 * stay the same.
 */
public final class HttpCheckKind implements CheckKind<HttpSpec> {
  private final Probe<HttpSpec> probe;

  public HttpCheckKind(Probe<HttpSpec> probe) {
    this.probe = probe;
  }

  @Override
  public String type() {
    return "http";
  }

  @Override
  public Class<HttpSpec> specClass() {
    return HttpSpec.class;
  }

  @Override
  public HttpSpec read(Input input) {
    return HttpSpecs.read(input);
  }

  @Override
  public ObjectNode write(HttpSpec spec) {
    return HttpSpecs.write(spec);
  }

  @Override
  public HttpSpec keepSecrets(HttpSpec before, HttpSpec after) {
    return HttpSecrets.keep(before, after);
  }

  @Override
  public List<FieldError> missingSecrets(HttpSpec spec) {
    return HttpSecrets.missing(spec);
  }

  @Override
  public Optional<Probe<HttpSpec>> probe() {
    return Optional.of(probe);
  }
}
