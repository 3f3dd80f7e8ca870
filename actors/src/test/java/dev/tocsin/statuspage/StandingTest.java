package dev.tocsin.statuspage;

import static dev.tocsin.statuspage.PageState.DEGRADED_PERFORMANCE;
import static dev.tocsin.statuspage.PageState.MAJOR_OUTAGE;
import static dev.tocsin.statuspage.PageState.NO_DATA;
import static dev.tocsin.statuspage.PageState.OPERATIONAL;
import static dev.tocsin.statuspage.PageState.PARTIAL_OUTAGE;
import static dev.tocsin.statuspage.PageState.PAUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusVersion;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StandingTest {
  /** Each monitor is a status and the hour since when, as in {@code "up 3"}. */
  @ParameterizedTest(name = "{0} is {1} since {2}")
  @CsvSource({
    "up 3,                        OPERATIONAL,          3",
    "up 3 + up 5,                 OPERATIONAL,          5",
    "down 3,                      MAJOR_OUTAGE,         3",
    "down 3 + down 5,             MAJOR_OUTAGE,         5",
    "degraded 4,                  DEGRADED_PERFORMANCE, 4",
    "degraded 4 + degraded 2,     DEGRADED_PERFORMANCE, 2",
    "degraded 4 + up 6,           DEGRADED_PERFORMANCE, 4",
    "pending 7,                   NO_DATA,              7",
    "paused 7,                    PAUSED,               7",
    "paused 7 + paused 9,         PAUSED,               9",
    // one down among many begins when it fell; or when the first of the others came back
    "down 3 + up 1,               PARTIAL_OUTAGE,       3",
    "down 3 + down 4 + up 1,      PARTIAL_OUTAGE,       3",
    "down 3 + up 5,               PARTIAL_OUTAGE,       5",
    "down 3 + degraded 1,         PARTIAL_OUTAGE,       3",
    "down 3 + down 2 + degraded 8 + up 6, PARTIAL_OUTAGE, 6",
    // what nobody looks at says nothing
    "up 3 + paused 9,             OPERATIONAL,          3",
    "down 3 + paused 9,           MAJOR_OUTAGE,         3",
    "degraded 3 + paused 9,       DEGRADED_PERFORMANCE, 3",
    "pending 3 + paused 9,        NO_DATA,              3",
    // what is not known yet hides nothing, and keeps an outage from being called major
    "up 3 + pending 9,            OPERATIONAL,          3",
    "degraded 3 + pending 9,      DEGRADED_PERFORMANCE, 3",
    "down 3 + pending 9,          PARTIAL_OUTAGE,       9",
    "down 3 + pending 1,          PARTIAL_OUTAGE,       3",
  })
  void aComponentFollowsItsMonitors(String monitors, PageState state, int since) {
    List<MonitorStatus> statuses = Arrays.stream(monitors.split(" \\+ ")).map(this::read).toList();

    assertThat(Standing.ofMonitors(statuses)).isEqualTo(new Standing(state, at(since)));
    assertThat(Standing.ofMonitors(statuses.reversed()))
        .as("the order of monitors means nothing")
        .isEqualTo(new Standing(state, at(since)));
  }

  @Test
  void aComponentWithoutMonitorsHasNoData() {
    assertThat(Standing.ofMonitors(List.of())).isEqualTo(new Standing(NO_DATA, null));
  }

  static Stream<Arguments> parts() {
    Standing never = new Standing(NO_DATA, null);
    return Stream.of(
        arguments(List.of(), never),
        arguments(List.of(on(OPERATIONAL, 1), on(OPERATIONAL, 4)), on(OPERATIONAL, 4)),
        arguments(List.of(on(OPERATIONAL, 5), on(MAJOR_OUTAGE, 2)), on(MAJOR_OUTAGE, 2)),
        arguments(List.of(on(MAJOR_OUTAGE, 6), on(MAJOR_OUTAGE, 2)), on(MAJOR_OUTAGE, 2)),
        arguments(List.of(on(PARTIAL_OUTAGE, 1), on(MAJOR_OUTAGE, 3)), on(MAJOR_OUTAGE, 3)),
        arguments(
            List.of(on(DEGRADED_PERFORMANCE, 1), on(PARTIAL_OUTAGE, 3)), on(PARTIAL_OUTAGE, 3)),
        arguments(
            List.of(on(OPERATIONAL, 9), on(DEGRADED_PERFORMANCE, 3)), on(DEGRADED_PERFORMANCE, 3)),
        arguments(List.of(on(NO_DATA, 9), on(OPERATIONAL, 3)), on(OPERATIONAL, 3)),
        arguments(List.of(on(PAUSED, 9), on(OPERATIONAL, 3)), on(OPERATIONAL, 3)),
        arguments(List.of(on(PAUSED, 9), on(NO_DATA, 3)), on(NO_DATA, 3)),
        arguments(List.of(on(PAUSED, 9), on(PAUSED, 3)), on(PAUSED, 9)),
        arguments(List.of(never, on(NO_DATA, 3)), on(NO_DATA, 3)),
        arguments(List.of(never), never));
  }

  @ParameterizedTest
  @MethodSource("parts")
  void aWholeStandsAsTheWorstOfItsParts(List<Standing> parts, Standing whole) {
    assertThat(Standing.worst(parts)).isEqualTo(whole);
    var reversed = new java.util.ArrayList<>(parts);
    Collections.reverse(reversed);
    assertThat(Standing.worst(reversed)).isEqualTo(whole);
  }

  private static Standing on(PageState state, int hour) {
    return new Standing(state, at(hour));
  }

  private static Instant at(int hour) {
    return Instant.parse("2026-11-20T00:00:00Z").plusSeconds(3600L * hour);
  }

  private MonitorStatus read(String text) {
    String[] parts = text.strip().split(" ");
    return new MonitorStatus(
        new MonitorRef(OrganizationId.create(), MonitorId.create()),
        Status.valueOf(parts[0].toUpperCase(java.util.Locale.ROOT)),
        at(Integer.parseInt(parts[1])),
        null,
        null,
        StatusVersion.NONE);
  }
}
