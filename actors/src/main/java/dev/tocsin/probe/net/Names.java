package dev.tocsin.probe.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of names. */
public interface Names extends AutoCloseable {
  /**
   * @param name never an address
   * @return at least one address, on the event loop; it fails with a {@link TargetFault} where the
   *     name has none
   */
  Future<List<InetAddress>> resolve(String name, EventLoop loop);

  @Override
  default void close() {}
}
