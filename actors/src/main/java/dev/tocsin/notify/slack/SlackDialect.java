package dev.tocsin.notify.slack;

import dev.tocsin.notify.http.Answer;
import dev.tocsin.notify.http.Dialect;

/** Slack says what is wrong in one word. */
final class SlackDialect implements Dialect {
  @Override
  public String words(Answer.Came answer) {
    String word = answer.body().strip();
    String meaning =
        switch (word) {
          case "no_service", "no_service_id", "no_active_hooks" ->
              "the webhook was removed or switched off in Slack";
          case "invalid_token", "no_team", "team_disabled" ->
              "Slack does not know the webhook's address, or its workspace is gone";
          case "channel_not_found" -> "the channel was deleted";
          case "channel_is_archived" -> "the channel is archived";
          case "action_prohibited", "posting_to_general_channel_denied" ->
              "an administrator of the workspace does not allow it";
          default -> "";
        };
    return meaning.isEmpty() ? Dialect.super.words(answer) : word + ", " + meaning;
  }
}
