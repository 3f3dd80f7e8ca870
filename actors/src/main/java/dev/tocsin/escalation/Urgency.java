package dev.tocsin.escalation;

/** How soon an alert wants somebody: what a person's rules are chosen by. */
public enum Urgency {
  HIGH,
  LOW
}
