package dev.tocsin.incident;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tocsin.statuspage.StatusPageId;

/** What opened an incident. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Origin.ByHand.class, name = "hand"),
  @JsonSubTypes.Type(value = Origin.ByRule.class, name = "rule")
})
public sealed interface Origin {
  record ByHand() implements Origin {}

  /** A page's rule, which also resolves it when what is affected has recovered. */
  record ByRule(StatusPageId page) implements Origin {}
}
