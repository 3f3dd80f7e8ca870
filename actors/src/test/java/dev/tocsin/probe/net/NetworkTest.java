package dev.tocsin.probe.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NetworkTest {
  @Test
  void closesSocketsForDatagramsOnlyWhenTheirReadIsOver() throws Exception {
    CompletableFuture<Boolean> openAfterRead = new CompletableFuture<>();
    try (Network network = Network.open(1);
        DatagramSocket target = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Channel channel =
          network
              .datagrams(network.next())
              .handler(
                  new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext context, Object message) {
                      ReferenceCountUtil.release(message);
                      context.channel().close();
                    }

                    @Override
                    public void channelReadComplete(ChannelHandlerContext context) {
                      openAfterRead.complete(context.channel().isOpen());
                    }
                  })
              .connect(target.getLocalSocketAddress())
              .sync()
              .channel();

      channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {1}));
      DatagramPacket asked = new DatagramPacket(new byte[1], 1);
      target.receive(asked);
      target.send(asked);

      assertThat(openAfterRead.get(5, TimeUnit.SECONDS)).isTrue();
      channel.closeFuture().get(5, TimeUnit.SECONDS);
    }
  }
}
