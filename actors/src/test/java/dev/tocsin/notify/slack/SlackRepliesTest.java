package dev.tocsin.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.http.Answer;
import dev.tocsin.notify.http.Post;
import dev.tocsin.notify.http.Services;
import dev.tocsin.probe.AddressPolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackRepliesTest {
  private static final Endpoint ENDPOINT =
      new Endpoint("slack", Map.of("url", "https://chat.example:8443/hooks/x"));

  private final List<Post> posts = new ArrayList<>();
  private final SlackReplies replies =
      new SlackReplies(
          new Services(
              post -> {
                posts.add(post);
                return CompletableFuture.completedStage(new Answer.Came(200, Map.of(), "ok"));
              },
              new AddressPolicy(() -> true, "PRIVATE", List::of),
              InstantSource.fixed(Instant.EPOCH)));

  private Outcome say(String address, String text) throws Exception {
    return replies.say(ENDPOINT, address, text).toCompletableFuture().get();
  }

  @Test
  void onlyWhoPressedIsToldAndTheMessageStays() throws Exception {
    assertThat(say("https://hooks.slack.com/actions/T0/1/x", "Acknowledged by <!channel> & co."))
        .isInstanceOf(Outcome.Delivered.class);
    assertThat(posts.getFirst().body().utf8String())
        .contains("\"response_type\":\"ephemeral\"", "\"replace_original\":false")
        .contains("Acknowledged by &lt;!channel&gt; &amp; co.", "plain_text")
        .doesNotContain("<!channel>");
  }

  @Test
  void thePlacesOwnHostIsAnsweredToo() throws Exception {
    assertThat(say("https://chat.example:8443/answers/1", "Done."))
        .isInstanceOf(Outcome.Delivered.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "http://hooks.slack.com/actions/T0/1/x",
        "https://hooks.slack.com.evil.example/x",
        "https://hooks.slack.com@evil.example/x",
        "https://evil.example\\@hooks.slack.com/x",
        "https://hooks.slack.com:8443/x",
        "https://chat.example/answers/1",
        "https://169.254.169.254/latest",
        "file:///etc/passwd"
      })
  void nobodyElseIsAsked(String address) throws Exception {
    assertThat(say(address, "Done.")).isInstanceOf(Outcome.Permanent.class);
    assertThat(posts).isEmpty();
  }
}
