package dev.tocsin.app;

import dev.tocsin.conf.SettingsException;
import dev.tocsin.persistence.StartRefusedException;

/** Tells refusals, which are sentences for the operator, from defects. */
final class Refusals {
  private Refusals() {}

  static boolean isForTheOperator(Throwable refused) {
    return refused instanceof SettingsException || refused instanceof StartRefusedException;
  }
}
