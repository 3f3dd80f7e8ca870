package dev.tocsin.monitor;

import dev.tocsin.heartbeat.Beats;
import dev.tocsin.heartbeat.Ping;

/**
 * What must be known of a heartbeat's pings wherever it runs next.
 *
 * @param ping the last one that had to be stored
 * @param beats with that ping among them
 */
public record LastPing(MonitorRef ref, Ping ping, Beats beats) {}
