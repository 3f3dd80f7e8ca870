package dev.tocsin.app;

import dev.tocsin.alert.AlertCluster;
import dev.tocsin.incident.IncidentCluster;
import dev.tocsin.monitor.MonitorCluster;

/** What runs on one clustered actor system. */
public record Entities(MonitorCluster monitors, AlertCluster alerts, IncidentCluster incidents) {}
