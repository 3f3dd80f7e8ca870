package dev.tocsin.cluster;

/** Asks another node, past the store, whether it is there. */
public interface NodeProbe {
  /** Blocks for a few seconds at most; whatever goes wrong is an answer. */
  Formation.Answer ask(NodeRow row);
}
