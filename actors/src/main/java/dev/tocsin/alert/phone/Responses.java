package dev.tocsin.alert.phone;

import dev.tocsin.alert.Answer;
import dev.tocsin.alert.Response;
import dev.tocsin.alert.Via;
import dev.tocsin.notify.sms.SmsReply.Action;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.UserId;
import org.jspecify.annotations.Nullable;

/** What an answer by telephone means to an alert. */
final class Responses {
  private Responses() {}

  static Response of(Action action, @Nullable UserId person, Via via, @Nullable Answer answer) {
    Author by = person == null ? null : Author.user(person);
    return switch (action) {
      case ACKNOWLEDGE -> new Response.Acknowledge(by, via, answer);
      case RESOLVE -> new Response.Resolve(by, via, answer);
      case ESCALATE -> new Response.Escalate(by, answer);
    };
  }
}
