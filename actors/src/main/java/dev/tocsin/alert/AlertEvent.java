package dev.tocsin.alert;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tocsin.CborSerializable;
import dev.tocsin.StorableText;
import dev.tocsin.escalation.Missed;
import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to an alert, for good. It bears ids, and neither names nor addresses but those
 * by which a chat called who answered there, whom Tocsin does not know otherwise.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AlertEvent.Raised.class, name = "raised"),
  @JsonSubTypes.Type(value = AlertEvent.Climbed.class, name = "climbed"),
  @JsonSubTypes.Type(value = AlertEvent.Held.class, name = "held"),
  @JsonSubTypes.Type(value = AlertEvent.Released.class, name = "released"),
  @JsonSubTypes.Type(value = AlertEvent.Tried.class, name = "tried"),
  @JsonSubTypes.Type(value = AlertEvent.Reported.class, name = "reported"),
  @JsonSubTypes.Type(value = AlertEvent.Acknowledged.class, name = "acknowledged"),
  @JsonSubTypes.Type(value = AlertEvent.Snoozed.class, name = "snoozed"),
  @JsonSubTypes.Type(value = AlertEvent.Returned.class, name = "returned"),
  @JsonSubTypes.Type(value = AlertEvent.Reassigned.class, name = "reassigned"),
  @JsonSubTypes.Type(value = AlertEvent.Noted.class, name = "noted"),
  @JsonSubTypes.Type(value = AlertEvent.Resolved.class, name = "resolved"),
  @JsonSubTypes.Type(value = AlertEvent.Ended.class, name = "ended")
})
public sealed interface AlertEvent extends CborSerializable {
  /** When it happened, whenever it was stored. */
  Instant at();

  /** What it was done for, where a service brought that; it is done once. */
  default @Nullable Answer answer() {
    return null;
  }

  /**
   * @param due when its first step is run
   */
  record Raised(Instant at, @Nullable Author by, AlertSubject subject, Instant due)
      implements AlertEvent {}

  /**
   * A step was run.
   *
   * @param by who wanted it before its time; null where its time had come
   * @param rung which one
   * @param messages whom it tells
   * @param missed whom it could not tell
   * @param after where the alert climbs from here
   */
  record Climbed(
      Instant at,
      @Nullable Author by,
      Rung rung,
      List<Intended> messages,
      List<Missed> missed,
      Climb after,
      @Nullable Answer answer)
      implements AlertEvent {
    public Climbed(
        Instant at,
        @Nullable Author by,
        Rung rung,
        List<Intended> messages,
        List<Missed> missed,
        Climb after) {
      this(at, by, rung, messages, missed, after, null);
    }

    Climbed askedBy(@Nullable Answer asked) {
      return new Climbed(at, by, rung, messages, missed, after, asked);
    }
  }

  /**
   * Nobody is told from now on until it is released.
   *
   * @param number of steps that were run before
   */
  record Held(Instant at, Hold by, int number) implements AlertEvent {}

  /**
   * Nothing holds it any more.
   *
   * @param due when it climbs on
   * @param number of steps that were run before
   */
  record Released(Instant at, Instant due, int number) implements AlertEvent {}

  /**
   * @param number counts all steps of the alert, from 1
   * @param round from 0
   * @param step its index in the policy
   * @param policy null for the one that is used where none is configured
   */
  record Rung(int number, int round, int step, @Nullable UUID policy) {}

  /**
   * An attempt to send a message has ended.
   *
   * @param attempt from 1
   * @param again when it is tried again; null where it is not
   * @param messages that follow: it arrived after the alert was answered, which is told as well
   */
  record Tried(
      Instant at,
      UUID notification,
      int attempt,
      Outcome outcome,
      @Nullable Instant again,
      List<Intended> messages)
      implements AlertEvent {}

  /**
   * The service told later how far a message came.
   *
   * @param reason why it was not delivered, in words; else null
   */
  record Reported(Instant at, UUID notification, Arrival arrival, @Nullable String reason)
      implements AlertEvent {}

  /**
   * @param by null where nobody knows who held the link
   */
  record Acknowledged(
      Instant at, @Nullable Author by, Via via, List<Intended> messages, @Nullable Answer answer)
      implements AlertEvent {
    public Acknowledged(Instant at, @Nullable Author by, Via via, List<Intended> messages) {
      this(at, by, via, messages, null);
    }
  }

  record Snoozed(Instant at, @Nullable Author by, Instant until) implements AlertEvent {}

  /** It is told again from the first step: the snooze is over, or a reminder is due. */
  record Returned(Instant at, @Nullable Author by, Instant due) implements AlertEvent {}

  record Reassigned(Instant at, @Nullable Author by, UserId to) implements AlertEvent {}

  record Noted(Instant at, @Nullable Author by, UUID id, String text) implements AlertEvent {
    public Noted {
      text = StorableText.of(text);
    }
  }

  /**
   * @param by null where what raised it has ended
   * @param remindAt when it comes back, unless that has ended by then; null for never
   */
  record Resolved(
      Instant at,
      @Nullable Author by,
      @Nullable Via via,
      @Nullable Instant remindAt,
      List<Intended> messages,
      @Nullable Answer answer)
      implements AlertEvent {
    public Resolved(
        Instant at,
        @Nullable Author by,
        @Nullable Via via,
        @Nullable Instant remindAt,
        List<Intended> messages) {
      this(at, by, via, remindAt, messages, null);
    }
  }

  /** What raised it has ended, after a person had resolved it. */
  record Ended(Instant at) implements AlertEvent {}
}
