package dev.tocsin.app;

import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.AccessTable;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** The table of who may do what, over the whole program with its real stores. */
class AccessOfTheWiredNodeTest extends AccessTable {
  @TempDir static Path folder;

  private RunningNode node;

  @Override
  protected URI start() {
    node =
        RunningNode.start(
            folder,
            Map.of("TOCSIN_TENANCY_SIGN_UP", "open", "TOCSIN_CHECKS_PRIVATE_TARGETS", "allow"));
    return node.uri("");
  }

  @AfterAll
  void stop() {
    node.close();
  }
}
