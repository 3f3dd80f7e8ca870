package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.microsoft.playwright.Locator;
import dev.tocsin.app.testing.RunningNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whoever copies the lines of a heartbeat's page has them work as they stand. */
class HeartbeatLinesTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  @TempDir static Path folder;
  @TempDir Path jobs;

  private static RunningNode node;
  private static String session;

  private String id;
  private Map<String, List<String>> lines;

  @BeforeAll
  static void start() {
    node = RunningNode.start(folder, Map.of());
    session =
        node.nobody()
            .post("/session", Map.of("email", RunningNode.OWNER, "password", RunningNode.PASSWORD))
            .text("token");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** By the form, whose page has the lines. */
  @BeforeEach
  void make() throws IOException {
    try (var visit = new Visit(CHROMIUM, node).with(session)) {
      visit.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
      var page = visit.to("/monitors/new?type=heartbeat").page();
      page.getByLabel("Name").fill("Nightly");
      page.locator("[id='f-heartbeat.period']").fill("1h");
      page.getByText("Add it").click();
      assertThat(page.locator("#m-calls")).isVisible();
      id = page.url().replaceAll(".*/", "");
      lines = lines(page.locator("#m-calls details"));

      Locator first = page.locator("#m-calls figure").first();
      first.locator("[data-copy]").click();
      assertThat(first.locator("[data-copy]")).hasText("Copied");
      assertThat((String) page.evaluate("() => navigator.clipboard.readText()"))
          .isEqualTo(first.locator("code").textContent());
    }
    job("echo made; exit 0");
  }

  private static Map<String, List<String>> lines(Locator ways) {
    Map<String, List<String>> lines = new java.util.HashMap<>();
    for (Locator way : ways.all()) {
      lines.put(
          way.locator("summary").textContent().strip(), way.locator("code").allTextContents());
    }
    return lines;
  }

  private void job(String script) throws IOException {
    Path job = jobs.resolve("your-job");
    Files.writeString(job, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(job, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void ofAShell() throws IOException, InterruptedException {
    assertThat(run("sh", "-c", lines.get("Shell").getFirst())).isEmpty();
    assertThat(run("sh", "-c", lines.get("Shell").getLast())).isEqualTo("made\n");
    assertThat(pings()).containsExactly("success", "start", "success 0");
    assertThat(status()).isEqualTo("up");
  }

  @Test
  void ofAShellWhoseJobFails() throws IOException, InterruptedException {
    job("exit 3");
    run("sh", "-c", lines.get("Shell").getLast());
    assertThat(pings()).containsExactly("start", "fail 3");
    assertThat(status()).isEqualTo("down");
  }

  /** Its output may be longer than a line of a shell. */
  @Test
  void ofACrontab() throws IOException, InterruptedException {
    String line = lines.get("cron").getFirst();
    assertThat(line).startsWith("0 * * * *  ").doesNotContain("%", "\n");
    job("head -c 300000 /dev/zero | tr '\\0' x; echo the end; exit 4");
    assertThat(run("sh", "-c", line.substring("0 * * * *  ".length()))).isEmpty();

    assertThat(pings()).containsExactly("fail 4");
    assertThat(status()).isEqualTo("down");
    assertThat(node.owner().get("/monitors/" + id + "/pings").expect(200).body())
        .contains("the end");
  }

  @Test
  void ofPython() throws IOException, InterruptedException {
    assumeThat(is("python3")).isTrue();
    String code = lines.get("Python").getFirst();
    assertThat(runFile("python3", "job.py", code)).isEmpty();
    assertThat(pings()).containsExactly("start", "success");

    String broken = code.replace("pass  # here", "raise ValueError(\"no disk\")  # here");
    assertThat(runFile("python3", "broken.py", broken)).contains("no disk");
    assertThat(status()).isEqualTo("down");
  }

  @Test
  void ofNode() throws IOException, InterruptedException {
    assumeThat(is("node")).isTrue();
    String code = lines.get("Node").getFirst();
    assertThat(runFile("node", "job.mjs", code)).isEmpty();
    assertThat(pings()).containsExactly("start", "success");

    String broken = code.replace("// here", "throw new Error(\"no disk\"); // here");
    assertThat(runFile("node", "broken.mjs", broken)).contains("no disk");
    assertThat(status()).isEqualTo("down");
  }

  @Test
  void ofOtherPrograms() throws IOException, InterruptedException {
    List<String> others = lines.get("Other programs");
    assertThat(run("curl", "-fsS", others.getFirst())).contains("true");
    assertThat(run("sh", "-c", others.getLast())).isEmpty();
    assertThat(pings()).hasSize(2);
    assertThat(status()).isEqualTo("up");
  }

  /** They cannot run here; what they call is what works elsewhere on this page. */
  @Test
  void ofSystemdAndWindowsNameTheSameAddress() {
    String ping = node.owner().get("/monitors/" + id).expect(200).text("pingUrl");
    assertThat(lines.get("systemd").getFirst())
        .contains(ping + "/start\n", ping + "/$$s'", "ExecStopPost=-", "$$EXIT_STATUS");
    assertThat(lines.get("Windows").getFirst()).contains("$ping = \"" + ping + "\"");
  }

  /** The oldest first, with their exit status. */
  private List<String> pings() {
    List<String> kinds = new ArrayList<>();
    for (var ping :
        node.owner().get("/monitors/" + id + "/pings").expect(200).json().get("items")) {
      String status = ping.get("exitStatus").isNull() ? "" : " " + ping.get("exitStatus");
      kinds.add(ping.get("kind").asText() + status);
    }
    Collections.reverse(kinds);
    return kinds;
  }

  private String status() {
    return node.owner().get("/monitors/" + id).expect(200).text("status");
  }

  private static boolean is(String program) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v " + program)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private String runFile(String program, String name, String code)
      throws IOException, InterruptedException {
    Files.writeString(jobs.resolve(name), code + "\n");
    return run(program, name);
  }

  /** What it said. */
  private String run(String... command) throws IOException, InterruptedException {
    Path said = jobs.resolve("said");
    Process process =
        new ProcessBuilder(command)
            .directory(jobs.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(said);
  }
}
