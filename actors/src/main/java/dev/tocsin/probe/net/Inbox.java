package dev.tocsin.probe.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of a connection: the event loop puts in what came, another thread takes it out.
 * It asks the connection for more only when somebody waits, so a target that sends without end
 * fills the buffers of the kernel and nothing here.
 */
final class Inbox extends ChannelInboundHandlerAdapter {
  /** Why nothing more comes. */
  sealed interface End {
    record Closed() implements End {}

    record Reset() implements End {}

    /** TLS failed after the handshake. */
    record Broken(Throwable fault) implements End {}

    /** Ours. */
    record Defect(Throwable fault) implements End {}
  }

  /** No reader takes as much; the kernel may hand over more than was asked for at a hang-up. */
  private static final int MOST_UNREAD = 1 << 20;

  private final Channel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private byte[] unread = new byte[0];
  private int length;
  private boolean asked;
  private @Nullable End end;
  private long lastCame;

  Inbox(Channel channel) {
    this.channel = channel;
  }

  /** A copy of what is unread. */
  byte[] unread() {
    lock.lock();
    try {
      return Arrays.copyOf(unread, length);
    } finally {
      lock.unlock();
    }
  }

  /** When the latest bytes came, as {@link System#nanoTime}. */
  long lastCame() {
    lock.lock();
    try {
      return lastCame;
    } finally {
      lock.unlock();
    }
  }

  /** Removes the first bytes that are unread and answers them. */
  byte[] take(int count) {
    lock.lock();
    try {
      byte[] taken = Arrays.copyOf(unread, count);
      System.arraycopy(unread, count, unread, 0, length - count);
      length -= count;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Null while more may come. */
  @Nullable End end() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until more than so many bytes are unread, the end has come, or the time is over.
   *
   * @param until as {@link System#nanoTime}
   */
  void await(int count, long until) {
    lock.lock();
    try {
      long left = until - System.nanoTime();
      while (length <= count && end == null && left > 0) {
        if (!asked) {
          asked = true;
          channel.read();
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException defect) {
      throw new IllegalStateException("A check was interrupted", defect);
    } finally {
      lock.unlock();
    }
  }

  void closed() {
    end(new End.Closed());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof ByteBuf bytes) {
        add(bytes);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    lock.lock();
    try {
      asked = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closed();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    Throwable cause =
        fault instanceof DecoderException && fault.getCause() != null ? fault.getCause() : fault;
    if (cause instanceof SSLException) {
      end(new End.Broken(cause));
    } else if (cause instanceof IOException) {
      end(new End.Reset());
    } else {
      end(new End.Defect(cause));
    }
  }

  private void add(ByteBuf bytes) {
    lock.lock();
    try {
      int count = bytes.readableBytes();
      if (length + count > MOST_UNREAD) {
        end = end == null ? new End.Closed() : end;
      } else {
        if (length + count > unread.length) {
          unread = Arrays.copyOf(unread, Math.max(length + count, 2 * unread.length));
        }
        bytes.readBytes(unread, length, count);
        length += count;
        lastCame = System.nanoTime();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void end(End found) {
    lock.lock();
    try {
      end = end == null ? found : end;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
