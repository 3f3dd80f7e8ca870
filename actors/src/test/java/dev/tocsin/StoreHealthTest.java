package dev.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StoreHealthTest {
  private static final String AWAY =
      "The store does not answer; checks go on, and what they find is stored later: no";

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final StoreHealth store = new StoreHealth(() -> now);

  @BeforeEach
  void listen() {
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger().detachAppender(log);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(StoreHealth.class);
  }

  private List<String> said() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private void fail() {
    store.failed(new IllegalStateException("no"));
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void isSaidOnceEachWay() {
    fail();
    fail();
    assertThat(store.isAway()).isTrue();
    pass(Duration.ofSeconds(61));
    fail();
    store.answered();
    store.answered();
    assertThat(store.isAway()).isFalse();
    assertThat(said()).containsExactly(AWAY, "The store answers again, after 61 s");
  }

  @Test
  void oneThatComesAndGoesIsSaidOnceInAWhile() {
    for (int i = 0; i < 290; i++) {
      fail();
      pass(Duration.ofMillis(100));
      store.answered();
    }
    assertThat(said()).containsExactly(AWAY, "The store answers again, after 0 s");
    pass(Duration.ofSeconds(1));
    fail();
    assertThat(said()).hasSize(3).last().isEqualTo(AWAY);
  }

  @Test
  void oneThatGoesAgainForLongIsSaidToHaveGone() {
    fail();
    store.answered();
    fail();
    pass(Duration.ofSeconds(6));
    assertThat(said()).hasSize(2);
    fail();
    store.answered();
    assertThat(said()).hasSize(4).last().isEqualTo("The store answers again, after 6 s");
  }
}
