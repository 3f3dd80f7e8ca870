package dev.tocsin.probe.redis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.net.Login;
import java.util.List;
import java.util.Optional;

/** Checks of servers that speak the protocol of Redis. */
public final class RedisCheckKind implements CheckKind<RedisSpec> {
  private final Probe<RedisSpec> probe;
  private final AddressPolicy policy;

  public RedisCheckKind(Probe<RedisSpec> probe, AddressPolicy policy) {
    this.probe = probe;
    this.policy = policy;
  }

  @Override
  public String type() {
    return "redis";
  }

  @Override
  public Class<RedisSpec> specClass() {
    return RedisSpec.class;
  }

  @Override
  public RedisSpec read(Input input) {
    RedisSpec spec = RedisSpecs.read(input);
    spec.endpoint().judge(input, policy);
    return spec;
  }

  @Override
  public ObjectNode write(RedisSpec spec) {
    return RedisSpecs.write(spec);
  }

  @Override
  public RedisSpec keepSecrets(RedisSpec before, RedisSpec after) {
    boolean sameTarget =
        before.endpoint().equals(after.endpoint()) && before.tls().on() == after.tls().on();
    return new RedisSpec(
        after.endpoint(),
        after.tls(),
        Login.keep(before.login(), after.login(), sameTarget),
        after.database(),
        after.role(),
        after.degradedOver());
  }

  @Override
  public List<FieldError> missingSecrets(RedisSpec spec) {
    return Login.missing(spec.login(), type());
  }

  @Override
  public Optional<Probe<RedisSpec>> probe() {
    return Optional.of(probe);
  }
}
