package dev.tocsin.probe.ping;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Sockets whose other end is a script; all on the caller's thread. */
final class FakeEchoes implements Echoes {
  interface Target {
    /**
     * @param number of the packet, from 0
     */
    void onPing(int number, byte[] message, Receiver back);
  }

  private final Target target;
  final Map<InetAddress, Refusal> refusals = new ConcurrentHashMap<>();
  final AtomicInteger open = new AtomicInteger();

  FakeEchoes(Target target) {
    this.target = target;
  }

  @Override
  public void open(InetAddress to, Receiver receiver) {
    Refusal refusal = refusals.get(to);
    if (refusal != null) {
      receiver.refused(refusal);
      return;
    }
    open.incrementAndGet();
    receiver.opened(
        new Echo() {
          private int sent;

          @Override
          public void send(byte[] message) {
            receiver.sent(System.nanoTime());
            target.onPing(sent++, message, receiver);
          }

          @Override
          public void close() {
            open.decrementAndGet();
          }
        });
  }

  /** What an honest host sends back. */
  static byte[] reply(byte[] message) {
    byte[] reply = message.clone();
    reply[0] = (byte) (message[0] == 8 ? 0 : 129);
    // the identifier, which the kernel fills in
    reply[4] = 7;
    return reply;
  }

  static void answer(byte[] message, Receiver back, long afterMillis) {
    back.received(reply(message), System.nanoTime() + afterMillis * 1_000_000);
  }

  @Override
  public void close() {}
}
