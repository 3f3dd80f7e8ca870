package dev.tocsin.cluster;

import dev.tocsin.conf.HostPort;
import java.util.List;

/** One life of the clustered part of a process, as far as joining is concerned. */
public interface ClusterDoor {
  /** How far it has come. */
  enum Stage {
    /** Nobody has let it in yet. */
    OUTSIDE,
    /** Let in; the others are being told. */
    JOINING,
    /** A full member. */
    UP,
    /** On its way out, or out. */
    LEAVING
  }

  /** Asks these to be let in; its own address alone forms a cluster. Called once. */
  void join(List<HostPort> addresses);

  Stage stage();

  /** Ends this life; a new one starts over. */
  void restart(String why);
}
