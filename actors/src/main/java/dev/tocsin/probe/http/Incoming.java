package dev.tocsin.probe.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Counts what comes and notes when it begins, before anything of it is understood. */
final class Incoming extends ChannelInboundHandlerAdapter {
  private final PhaseTimes times;
  private long bytes;

  Incoming(PhaseTimes times) {
    this.times = times;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    times.receiving();
    if (message instanceof ByteBuf part) {
      bytes += part.readableBytes();
    }
    context.fireChannelRead(message);
  }
}
