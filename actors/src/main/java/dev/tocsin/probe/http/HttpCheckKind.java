package dev.tocsin.probe.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.Probe;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Checks of HTTP and HTTPS addresses. Passwords, tokens and secret headers are never written; left
 * out, or sent back as they were shown, they stand for the stored ones while scheme, host and port
 * stay the same.
 */
public final class HttpCheckKind implements CheckKind<HttpSpec> {
  private final Probe<HttpSpec> probe;
  private final AddressPolicy policy;

  /**
   * @param policy what the probe may connect to, so that an address which it would always refuse is
   *     not configured in the first place
   */
  public HttpCheckKind(Probe<HttpSpec> probe, AddressPolicy policy) {
    this.probe = probe;
    this.policy = policy;
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
    HttpSpec spec = HttpSpecs.read(input);
    URI url = spec.request().uri();
    if (policy.judgeLiteral(HttpUrl.host(url), HttpUrl.port(url))
        instanceof AddressPolicy.Refused(String why)) {
      input.fault("url", why + ". Enter another address.");
    }
    return spec;
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
