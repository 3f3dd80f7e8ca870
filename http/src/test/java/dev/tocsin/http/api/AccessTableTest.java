package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.http.testing.AccessTable;
import dev.tocsin.http.testing.OpenApi;
import dev.tocsin.http.testing.OpenApi.Described;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The table of who may do what, over stores in memory. */
class AccessTableTest extends AccessTable {
  private TestServer server;

  @Override
  protected URI start() {
    server = TestServer.start();
    new Organizations(server).found("first");
    return server.uri("");
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  @Test
  void theDescriptionIsOfTheOperationsThereAre() {
    assertThat(server.operations.all().stream().map(it -> it.method().name() + " " + it.path()))
        .containsExactlyInAnyOrderElementsOf(
            OpenApi.DESCRIPTION.operations().stream()
                .map(it -> it.method() + " " + it.path())
                .toList());
    assertThat(server.operations.all().stream().map(Operation::id))
        .containsExactlyInAnyOrderElementsOf(
            OpenApi.DESCRIPTION.operations().stream().map(Described::id).toList());
  }
}
