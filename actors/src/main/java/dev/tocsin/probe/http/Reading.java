package dev.tocsin.probe.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is made of a complete answer. */
interface Reading {
  /** Whether the whole body is wanted, or only the beginning that is shown. */
  boolean needsBody();

  /**
   * @param body read as far as it is wanted
   * @param wasShort whether more of it would have been kept if there had been room
   * @param certificateEnds null without TLS
   */
  Judgement judge(
      HttpAnswer answer,
      BodyText body,
      boolean wasShort,
      @Nullable Instant certificateEnds,
      Instant now,
      long totalNanos);

  /** By the rules of a specification. */
  static Reading of(HttpSpec spec) {
    return new Reading() {
      @Override
      public boolean needsBody() {
        return spec.keyword() != null || spec.jsonPath() != null;
      }

      @Override
      public Judgement judge(
          HttpAnswer answer,
          BodyText body,
          boolean wasShort,
          @Nullable Instant certificateEnds,
          Instant now,
          long totalNanos) {
        return Judgement.of(
            spec, answer.status(), body, wasShort, certificateEnds, now, totalNanos);
      }
    };
  }
}
