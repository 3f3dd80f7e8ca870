package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of check takes the same way through the API. */
class CheckKindsApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static TestServer server;
  private static ApiClient admin;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    Organizations organizations = new Organizations(server);
    OrganizationId organization = organizations.found("kinds");
    admin = ApiClient.of(server).as(organizations.token(organization, Role.ADMIN));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "dns | {'name': 'example.com', 'recordType': 'MX', 'expected': ['10 mail.example.com']}",
        "domain | {'name': 'example.com', 'server': 'https://rdap.example/'}",
        "ping | {'host': 'example.com'}",
        "sql | {'driver': 'mysql', 'host': 'db.example.com', 'user': 'watcher', 'password': 'p'}",
      })
  void isStoredListedAndTested(String type, String specification) throws Exception {
    ObjectNode monitor = JSON.createObjectNode().put("name", type).put("type", type);
    monitor.set(type, JSON.readTree(specification.replace('\'', '"')));
    admin.post("/monitors/test", monitor).expect(200);
    JsonNode created = admin.post("/monitors", monitor).expect(201).json();
    JsonNode shown = admin.get("/monitors/" + created.get("id").asText()).expect(200).json();
    assertThat(shown.get(type)).isEqualTo(created.get(type)).isNotEmpty();
    JsonNode listed = admin.get("/monitors?type=" + type).expect(200).json().get("items");
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).get(type)).isEqualTo(created.get(type));
    admin.put("/monitors/" + created.get("id").asText(), shown).expect(200);
  }
}
