package dev.tocsin.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.cluster.Formation.Answer;
import dev.tocsin.conf.HostPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/**
 * Connects to the node's cluster port, where a refusal says that nobody is there, and then asks its
 * management port for its incarnation.
 */
public final class SocketProbe implements NodeProbe {
  /** Where a node says which cluster it is a member of: {@code {"incarnation": id or null}}. */
  public static final String PATH = "/cluster/incarnation";

  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int ANSWER_BYTES = 1_024;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public Answer ask(NodeRow row) {
    try (var socket = new Socket()) {
      var address = row.address();
      socket.connect(new InetSocketAddress(address.host(), address.port()), TIMEOUT_MILLIS);
    } catch (ConnectException refused) {
      return isRefusal(refused) ? new Answer.Refused() : new Answer.Silent();
    } catch (IOException noAnswer) {
      return new Answer.Silent();
    }
    return row.management().map(SocketProbe::incarnation).orElseGet(Answer.Silent::new);
  }

  /** A network that is down fails to connect as well, which says nothing about the node. */
  private static boolean isRefusal(ConnectException failed) {
    return String.valueOf(failed.getMessage()).contains("refused");
  }

  private static Answer incarnation(HostPort management) {
    try {
      var connection =
          (HttpURLConnection) URI.create("http://" + management + PATH).toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setInstanceFollowRedirects(false);
      try (var body = connection.getInputStream()) {
        var answer = JSON.readTree(body.readNBytes(ANSWER_BYTES)).get("incarnation");
        if (answer == null) {
          return new Answer.Silent();
        }
        return new Answer.Present(
            answer.isNull() ? Optional.empty() : Optional.of(UUID.fromString(answer.asText())));
      } finally {
        connection.disconnect();
      }
    } catch (IOException | IllegalArgumentException notAnAnswer) {
      return new Answer.Silent();
    }
  }
}
