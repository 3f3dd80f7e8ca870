package dev.tocsin.probe.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Notes when the answer begins, before anything of it is understood. */
final class FirstByte extends ChannelInboundHandlerAdapter {
  private final PhaseTimes times;

  FirstByte(PhaseTimes times) {
    this.times = times;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    times.receiving();
    context.fireChannelRead(message);
  }
}
