package dev.tocsin.incident;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.UUID;

/** What opened an incident. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Origin.ByHand.class, name = "hand"),
  @JsonSubTypes.Type(value = Origin.ByRule.class, name = "rule")
})
public sealed interface Origin {
  record ByHand() implements Origin {}

  /**
   * A rule, which may also resolve it when what is affected has recovered.
   *
   * @param fold what is folded into one incident with it, as rules name it
   * @param number how many of that fold were before it
   */
  record ByRule(UUID rule, String fold, long number) implements Origin {}
}
