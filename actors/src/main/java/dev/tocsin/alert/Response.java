package dev.tocsin.alert;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tocsin.CborSerializable;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody does about an alert. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "response")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Response.Acknowledge.class, name = "acknowledge"),
  @JsonSubTypes.Type(value = Response.Resolve.class, name = "resolve"),
  @JsonSubTypes.Type(value = Response.Escalate.class, name = "escalate"),
  @JsonSubTypes.Type(value = Response.Snooze.class, name = "snooze"),
  @JsonSubTypes.Type(value = Response.Reassign.class, name = "reassign"),
  @JsonSubTypes.Type(value = Response.Note.class, name = "note")
})
public sealed interface Response extends CborSerializable {
  /** Null where nobody knows who held the link. */
  @Nullable Author by();

  /** Null where it was asked for once. */
  default @Nullable Answer answer() {
    return null;
  }

  record Acknowledge(@Nullable Author by, Via via, @Nullable Answer answer) implements Response {
    public Acknowledge(@Nullable Author by, Via via) {
      this(by, via, null);
    }
  }

  record Resolve(@Nullable Author by, Via via, @Nullable Answer answer) implements Response {
    public Resolve(@Nullable Author by, Via via) {
      this(by, via, null);
    }
  }

  /** To the next step, now. */
  record Escalate(@Nullable Author by, @Nullable Answer answer) implements Response {
    public Escalate(@Nullable Author by) {
      this(by, null);
    }
  }

  record Snooze(@Nullable Author by, Instant until) implements Response {}

  record Reassign(@Nullable Author by, UserId to) implements Response {}

  /**
   * @param id so that the same note twice is once
   */
  record Note(@Nullable Author by, UUID id, String text) implements Response {}
}
