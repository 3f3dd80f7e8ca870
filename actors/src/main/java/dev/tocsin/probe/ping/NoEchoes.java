package dev.tocsin.probe.ping;

import java.net.InetAddress;

/** Where there are no such sockets. */
final class NoEchoes implements Echoes {
  private final String why;

  NoEchoes(String why) {
    this.why = why;
  }

  @Override
  public void open(InetAddress to, Receiver receiver) {
    receiver.refused(new Refusal.Unavailable(why));
  }

  @Override
  public void close() {}
}
