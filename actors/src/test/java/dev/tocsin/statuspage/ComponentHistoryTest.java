package dev.tocsin.statuspage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusVersion;
import dev.tocsin.statuspage.ComponentHistory.Day;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.uptime.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ComponentHistoryTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

  private static Timeline.Entry at(String time, Status status) {
    return new Timeline.Entry(Instant.parse(time), status);
  }

  private static ComponentHistory utc(Timeline... monitors) {
    return ComponentHistory.of(
        List.of(monitors), StatusPageConfig.Follows.SHARE, new PageDays(ZoneOffset.UTC, NOW));
  }

  private static Day on(ComponentHistory history, String date) {
    return history.days().stream()
        .filter(day -> day.date().equals(LocalDate.parse(date)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void endsTodayAndHasNinetyDays() {
    ComponentHistory history = utc(Timeline.EMPTY);
    assertThat(history.days()).hasSize(90);
    assertThat(history.days().getLast().date()).isEqualTo(TODAY);
    assertThat(history.days()).allMatch(day -> day.worst() == PageState.NO_DATA);
    assertThat(history.percent()).isNull();
  }

  @Test
  void saysTheWorstOfADayAndHowLong() {
    Timeline monitor =
        Timeline.of(
            List.of(
                at("2026-11-10T00:00:00Z", Status.UP),
                at("2026-11-18T10:00:00Z", Status.DEGRADED),
                at("2026-11-18T10:30:00Z", Status.DOWN),
                at("2026-11-18T10:37:20Z", Status.UP),
                at("2026-11-19T23:50:00Z", Status.DOWN),
                at("2026-11-20T00:05:00Z", Status.UP)));
    ComponentHistory history = utc(monitor);
    assertThat(on(history, "2026-11-09").worst()).isEqualTo(PageState.NO_DATA);
    assertThat(on(history, "2026-11-17").worst()).isEqualTo(PageState.OPERATIONAL);
    assertThat(on(history, "2026-11-18"))
        .isEqualTo(
            new Day(
                LocalDate.parse("2026-11-18"),
                PageState.MAJOR_OUTAGE,
                Duration.ofMinutes(8),
                List.of(
                    new ComponentHistory.Trouble(
                        PageState.DEGRADED_PERFORMANCE, Duration.ofMinutes(30)))));
    assertThat(on(history, "2026-11-19").lasted()).isEqualTo(Duration.ofMinutes(10));
    assertThat(on(history, "2026-11-20").lasted()).isEqualTo(Duration.ofMinutes(5));
    // 22 min 20 s of 11.5 days
    assertThat(history.percent()).isEqualTo(99.865);
  }

  @Test
  void daysBeginWhereTheOrganizationSays() {
    Timeline monitor =
        Timeline.of(
            List.of(
                at("2026-11-10T00:00:00Z", Status.UP),
                at("2026-11-18T23:30:00Z", Status.DOWN),
                at("2026-11-18T23:40:00Z", Status.UP)));
    ComponentHistory berlin =
        ComponentHistory.of(
            List.of(monitor),
            StatusPageConfig.Follows.SHARE,
            new PageDays(ZoneId.of("Europe/Berlin"), NOW));
    assertThat(on(berlin, "2026-11-18").worst()).isEqualTo(PageState.OPERATIONAL);
    assertThat(on(berlin, "2026-11-19").worst()).isEqualTo(PageState.MAJOR_OUTAGE);
  }

  @Test
  void isAPartialOutageWhileSomeAreDown() {
    Timeline one =
        Timeline.of(
            List.of(
                at("2026-11-10T00:00:00Z", Status.UP),
                at("2026-11-18T10:00:00Z", Status.DOWN),
                at("2026-11-18T11:00:00Z", Status.UP)));
    Timeline other = Timeline.of(List.of(at("2026-11-10T00:00:00Z", Status.UP)));
    Day day = on(utc(one, other), "2026-11-18");
    assertThat(day.worst()).isEqualTo(PageState.PARTIAL_OUTAGE);
    assertThat(day.lasted()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aSecondOfDowntimeIsNoHundredPercent() {
    Timeline monitor =
        Timeline.of(
            List.of(
                at("2026-08-01T00:00:00Z", Status.UP),
                at("2026-11-18T10:00:00Z", Status.DOWN),
                at("2026-11-18T10:00:01Z", Status.UP)));
    assertThat(utc(monitor).percent()).isEqualTo(99.999);
  }

  @Property
  void standsAsTheSameStatusesDoNow(@ForAll List<Status> statuses) {
    OrganizationId organization = OrganizationId.create();
    List<MonitorStatus> now =
        statuses.stream()
            .map(
                status ->
                    new MonitorStatus(
                        new MonitorRef(organization, MonitorId.create()),
                        status,
                        NOW,
                        null,
                        null,
                        StatusVersion.NONE))
            .toList();
    assertThat(Standing.ofMonitors(now).state()).isEqualTo(PageState.of(statuses));
  }
}
