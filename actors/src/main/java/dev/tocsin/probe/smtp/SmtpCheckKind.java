package dev.tocsin.probe.smtp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.net.Login;
import java.util.List;
import java.util.Optional;

/** Checks of mail servers: greeting, encryption, login. */
public final class SmtpCheckKind implements CheckKind<SmtpSpec> {
  private final Probe<SmtpSpec> probe;
  private final AddressPolicy policy;

  public SmtpCheckKind(Probe<SmtpSpec> probe, AddressPolicy policy) {
    this.probe = probe;
    this.policy = policy;
  }

  @Override
  public String type() {
    return "smtp";
  }

  @Override
  public Class<SmtpSpec> specClass() {
    return SmtpSpec.class;
  }

  @Override
  public SmtpSpec read(Input input) {
    SmtpSpec spec = SmtpSpecs.read(input);
    spec.endpoint().judge(input, policy);
    return spec;
  }

  @Override
  public ObjectNode write(SmtpSpec spec) {
    return SmtpSpecs.write(spec);
  }

  @Override
  public SmtpSpec keepSecrets(SmtpSpec before, SmtpSpec after) {
    boolean sameTarget =
        before.endpoint().equals(after.endpoint()) && before.security() == after.security();
    return new SmtpSpec(
        after.endpoint(),
        after.security(),
        after.verifyTls(),
        Login.keep(before.login(), after.login(), sameTarget),
        after.heloName(),
        after.degradedOver());
  }

  @Override
  public List<FieldError> missingSecrets(SmtpSpec spec) {
    return Login.missing(spec.login(), type());
  }

  @Override
  public Optional<Probe<SmtpSpec>> probe() {
    return Optional.of(probe);
  }
}
