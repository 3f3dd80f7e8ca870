package dev.tocsin.probe.http;

import java.time.Duration;

/**
 * How long the other side may take.
 *
 * @param connection until there is a connection, the name's resolution included
 * @param whole to the last byte of the answer
 */
public record TimeLimits(Duration connection, Duration whole) {
  boolean limitsConnection() {
    return connection.compareTo(whole) < 0;
  }
}
