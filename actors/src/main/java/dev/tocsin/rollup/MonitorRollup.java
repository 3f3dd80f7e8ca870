package dev.tocsin.rollup;

import dev.tocsin.monitor.MonitorRef;

/** Whose day it was, and what it was. */
public record MonitorRollup(MonitorRef monitor, Rollup rollup) {}
