package dev.tocsin.handover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandoversTest {
  private final Handovers<String> handovers = new Handovers<>();

  @Test
  void keepsWhatIsOwedUntilItIsAcknowledged() {
    handovers.owe(1, "one");
    handovers.owe(2, "two");
    assertThat(handovers.open()).containsExactly("one", "two");
    handovers.acknowledge(1);
    assertThat(handovers.open()).containsExactly("two");
    assertThat(handovers.isSettled()).isFalse();
    handovers.acknowledge(2);
    assertThat(handovers.isSettled()).isTrue();
  }

  @Test
  void recordsOnlyWhatEverythingBeforeItIsAcknowledgedFor() {
    handovers.owe(1, "one");
    handovers.owe(2, "two");
    handovers.owe(3, "three");
    handovers.acknowledge(3);
    assertThat(handovers.acknowledgedUpTo()).isZero();
    handovers.acknowledge(1);
    assertThat(handovers.acknowledgedUpTo()).isEqualTo(1);
    handovers.acknowledge(2);
    assertThat(handovers.acknowledgedUpTo()).isEqualTo(3);
  }

  @Test
  void owesNothingTwice() {
    handovers.owe(1, "one");
    handovers.acknowledge(1);
    handovers.owe(1, "one");
    assertThat(handovers.isSettled()).isTrue();
  }

  @Test
  void takesAcknowledgementsTwiceAndOfWhatWasNeverOwed() {
    handovers.owe(1, "one");
    handovers.acknowledge(7);
    handovers.acknowledge(1);
    handovers.acknowledge(1);
    assertThat(handovers.acknowledgedUpTo()).isEqualTo(1);
  }
}
