package dev.tocsin.probe.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory for bodies that are kept until they are judged, shared by all checks of a node: a
 * thousand targets that send a mebibyte each and then hang must not fill the heap.
 */
final class BodyRoom {
  /** Every check has this much without asking. */
  private static final int FREE = 64 * 1_024;

  private static final int SHARE_OF_HEAP = 8;

  private final long most;
  private final AtomicLong taken = new AtomicLong();

  /**
   * @param most bytes
   */
  BodyRoom(long most) {
    this.most = most;
  }

  static BodyRoom ofHeap() {
    return new BodyRoom(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  long taken() {
    return taken.get();
  }

  Share share() {
    return new Share();
  }

  /** What one check has taken; used by one thread after the other. */
  final class Share implements AutoCloseable {
    private long kept;
    private long counted;
    private boolean isShort;

    /**
     * @return false where there is no room: nothing more is kept then
     */
    boolean take(int bytes) {
      long wanted = Math.max(0, kept + bytes - FREE) - counted;
      if (isShort || taken.addAndGet(wanted) > most && wanted > 0) {
        taken.addAndGet(isShort ? 0 : -wanted);
        isShort = true;
        return false;
      }
      kept += bytes;
      counted += wanted;
      return true;
    }

    /** Whether something was not kept for want of room. */
    boolean isShort() {
      return isShort;
    }

    @Override
    public void close() {
      taken.addAndGet(-counted);
      counted = 0;
    }
  }
}
