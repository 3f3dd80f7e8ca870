package dev.tocsin.alert;

/** Where an alert stands. A snoozed one is triggered, and silent until its time. */
public enum AlertState {
  TRIGGERED,
  ACKNOWLEDGED,
  RESOLVED
}
