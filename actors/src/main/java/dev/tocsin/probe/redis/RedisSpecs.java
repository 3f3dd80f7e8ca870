package dev.tocsin.probe.redis;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.probe.net.Endpoint;
import dev.tocsin.probe.net.Login;
import dev.tocsin.probe.redis.RedisSpec.Role;
import dev.tocsin.probe.redis.RedisSpec.Tls;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads and writes the field {@code redis} of the API. */
final class RedisSpecs {
  private static final int USUAL_PORT = 6_379;
  private static final int HIGHEST_DATABASE = 65_535;
  private static final Duration SLOWEST = Duration.ofMinutes(5);

  private RedisSpecs() {}

  static RedisSpec read(Input input) {
    return new RedisSpec(
        Endpoint.read(input, USUAL_PORT),
        new Tls(input.bool("tls").orElse(false), input.bool("verifyTls").orElse(true)),
        Login.read(input, false).orElse(null),
        input.integer("database", 0, HIGHEST_DATABASE).orElse(null),
        input.choice("role", Role.class).orElse(null),
        input.duration("degradedOver", Duration.ofMillis(1), SLOWEST).orElse(null));
  }

  static ObjectNode write(RedisSpec spec) {
    ObjectNode redis = JsonNodeFactory.instance.objectNode();
    spec.endpoint().write(redis);
    redis.put("tls", spec.tls().on());
    redis.put("verifyTls", spec.tls().verify());
    Login.write(spec.login(), redis);
    redis.put("database", spec.database());
    @Nullable Role role = spec.role();
    redis.put("role", role == null ? null : role.name().toLowerCase(Locale.ROOT));
    @Nullable Duration degradedOver = spec.degradedOver();
    redis.put("degradedOver", degradedOver == null ? null : Durations.format(degradedOver));
    return redis;
  }
}
