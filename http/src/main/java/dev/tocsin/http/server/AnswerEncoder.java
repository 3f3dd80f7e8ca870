package dev.tocsin.http.server;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Writes answers, and leaves the body out where only the head was asked for. */
final class AnswerEncoder extends HttpResponseEncoder {
  private boolean headOnly;

  /** Whether the next answer is to HEAD. */
  void answers(boolean head) {
    headOnly = head;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    return headOnly || super.isContentAlwaysEmpty(response);
  }
}
