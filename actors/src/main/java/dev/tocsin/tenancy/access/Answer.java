package dev.tocsin.tenancy.access;

/** Whether somebody who showed a session or a token is let in. */
public sealed interface Answer {
  record Known(Caller caller) implements Answer {}

  /** The session or token does not exist, has ended or was never ours. */
  record Unknown() implements Answer {}

  /** The caller is known, and has no role in the organization that was asked for. */
  record NotAMember() implements Answer {}
}
