package dev.tocsin.probe.net;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.RejectedExecutionException;

/**
 * Closes a channel when its event loop is done with what it is at. Netty's datagram channel on
 * epoll reads on after a handler has closed it: from a file descriptor that may be another socket's
 * by then, whose data it would take away, or where it would wait for ever if that socket blocks.
 */
@Sharable
final class CloseLater extends ChannelOutboundHandlerAdapter {
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    try {
      context.executor().execute(() -> context.close(promise));
    } catch (RejectedExecutionException ended) {
      // the loop reads no more
      context.close(promise);
    }
  }
}
