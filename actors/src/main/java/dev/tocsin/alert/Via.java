package dev.tocsin.alert;

/** The way by which somebody answered. */
public enum Via {
  DASHBOARD,
  API,
  LINK,
  SMS,
  CALL,
  CHAT
}
