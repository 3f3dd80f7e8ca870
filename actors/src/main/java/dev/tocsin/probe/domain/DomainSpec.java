package dev.tocsin.probe.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tocsin.probe.CheckSpec;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A domain name and how long it must last. Values are valid: {@link DomainSpecs} makes one from
 * what a person wrote.
 *
 * @param name in the letters of DNS, with at least two labels, without the dot of the root
 * @param server the base of an RDAP server's addresses, which ends with a slash; null looks it up
 */
public record DomainSpec(String name, Days days, @Nullable URI server) implements CheckSpec {
  /**
   * @param warn degraded with fewer days left
   * @param critical down with fewer days left; at most {@code warn}
   */
  public record Days(int warn, int critical) {}

  @Override
  @JsonIgnore
  public String type() {
    return "domain";
  }

  @Override
  @JsonIgnore
  public String target() {
    return name;
  }
}
