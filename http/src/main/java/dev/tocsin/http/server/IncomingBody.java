package dev.tocsin.http.server;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as it comes in: what nobody has asked for yet stays with the sender. It can
 * be read once. Its state belongs to the connection's thread; the stage asks it there.
 */
final class IncomingBody extends GraphStage<SourceShape<ByteString>> {
  private final Outlet<ByteString> out = Outlet.create("body.out");
  private final SourceShape<ByteString> shape = SourceShape.of(out);
  private final EventExecutor thread;
  private final Runnable read;
  private final Queue<ByteString> waiting = new ArrayDeque<>();
  private @Nullable AsyncCallback<Part> reader;
  private boolean demanded;
  private boolean discarded;
  private @Nullable Part end;

  /** What a reader is told. */
  private sealed interface Part {
    record Bytes(ByteString bytes) implements Part {}

    record Over() implements Part {}

    record CutOff() implements Part {}
  }

  /**
   * @param read has more of it read from the connection
   */
  IncomingBody(EventExecutor thread, Runnable read) {
    this.thread = thread;
    this.read = read;
  }

  /** On the connection's thread, as are the two below. */
  void offer(ByteString bytes) {
    if (discarded) {
      read.run();
      return;
    }
    waiting.add(bytes);
    serve();
  }

  void end() {
    end = new Part.Over();
    serve();
  }

  /** The connection ended before it did. */
  void cutOff() {
    if (end == null) {
      end = new Part.CutOff();
      serve();
    }
  }

  /** Nobody will read what comes. On the connection's thread. */
  void discard() {
    discarded = true;
    waiting.clear();
    if (end == null) {
      read.run();
    }
  }

  private void begin(AsyncCallback<Part> callback) {
    if (reader != null) {
      callback.invoke(new Part.CutOff()); // it was read before
      return;
    }
    reader = callback;
    serve();
  }

  /** Whether somebody waits for more of it. On the connection's thread. */
  boolean isWanted() {
    return demanded;
  }

  private void demand() {
    demanded = true;
    serve();
    if (demanded && end == null) {
      read.run();
    }
  }

  private void serve() {
    AsyncCallback<Part> known = reader;
    if (known == null || discarded) {
      return;
    }
    if (!waiting.isEmpty()) {
      if (demanded) {
        demanded = false;
        known.invoke(new Part.Bytes(waiting.remove()));
      }
      return;
    }
    if (end != null) {
      known.invoke(end);
      discarded = true;
    }
  }

  @Override
  public SourceShape<ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes inherited) {
    return new GraphStageLogic(shape) {
      {
        setHandler(
            out,
            new AbstractOutHandler() {
              @Override
              public void onPull() {
                thread.execute(IncomingBody.this::demand);
              }

              @Override
              public void onDownstreamFinish(Throwable cause) throws Exception {
                thread.execute(IncomingBody.this::discard);
                super.onDownstreamFinish(cause);
              }
            });
      }

      @Override
      public void preStart() {
        AsyncCallback<Part> callback = createAsyncCallback(this::take);
        thread.execute(() -> begin(callback));
      }

      private void take(Part part) {
        switch (part) {
          case Part.Bytes(ByteString bytes) -> push(out, bytes);
          case Part.Over over -> complete(out);
          case Part.CutOff cutOff ->
              fail(out, new EntityStreamException(new ErrorInfo("The body ends too early.", "")));
        }
      }
    };
  }
}
