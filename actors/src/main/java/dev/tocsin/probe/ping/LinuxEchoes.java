package dev.tocsin.probe.ping;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * ICMP sockets of Linux (since 3.0, and 3.11 for IPv6), which the system's administrator opens to
 * groups by {@code net.ipv4.ping_group_range}. One thread, started with the first ping, makes every
 * call: it sleeps in {@code epoll_wait}, nobody else waits for it, and no descriptor is closed
 * under another's hands. All calls but that one return at once.
 */
final class LinuxEchoes implements Echoes {
  static final String NOT_ALLOWED =
      "This machine does not allow pings to the group that Tocsin runs as; allow them with"
          + " sysctl -w net.ipv4.ping_group_range=\"0 2147483647\"";
  static final String NO_SUCH_SOCKETS =
      "This machine's kernel has no ICMP sockets for ordinary users; load its module with"
          + " modprobe ping, or check a port of the host by tcp";

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
  private static final int IPPROTO_IP = 0;
  private static final int IPPROTO_ICMP = 1;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPPROTO_ICMPV6 = 58;
  private static final int IP_RECVERR = 11;
  private static final int IPV6_RECVERR = 25;
  private static final int MSG_ERRQUEUE = 0x2000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLLIN = 1;
  private static final int EVENTFD_NONBLOCK_CLOEXEC = 0x800 | 0x80000;

  private static final int MOST_EVENTS = 64;

  /** So that a target that floods leaves room for the others' turn. */
  private static final int MOST_AT_ONCE = 32;

  private static final int BUFFER_BYTES = 2_048;

  /** The structure is packed on x86-64 alone. */
  private static final boolean PACKED = System.getProperty("os.arch", "").equals("amd64");

  private static final int EVENT_BYTES = PACKED ? 12 : 16;
  private static final int EVENT_DATA = PACKED ? 4 : 8;

  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final Object waking = new Object();
  private volatile boolean closed;
  private int wakeDescriptor = -1;

  @Override
  public void open(InetAddress to, Receiver receiver) {
    if (closed) {
      throw new RejectedExecutionException("The node is closing");
    }
    commands.add(new Opening(to, receiver));
    if (started.compareAndSet(false, true)) {
      Thread.ofPlatform().name("tocsin-ping").daemon().start(this::serve);
    }
    wake();
  }

  @Override
  public void close() {
    closed = true;
    wake();
  }

  /** The commands of before the thread was ready are seen when it is. */
  private void wake() {
    synchronized (waking) {
      if (wakeDescriptor >= 0) {
        try (Arena arena = Arena.ofConfined()) {
          new Libc(arena).write(wakeDescriptor, arena.allocateFrom(JAVA_LONG, 1L), 8);
        }
      }
    }
  }

  private void setWakeDescriptor(int descriptor) {
    synchronized (waking) {
      wakeDescriptor = descriptor;
    }
  }

  private void serve() {
    Turn turn;
    try (Arena arena = Arena.ofConfined()) {
      turn = new Turn(arena);
      setWakeDescriptor(turn.wake);
      try {
        while (!closed) {
          turn.run();
        }
      } finally {
        setWakeDescriptor(-1);
        turn.end(new RejectedExecutionException("The node is closing"));
      }
    } catch (RuntimeException | Error defect) {
      closed = true;
      refuseAll(defect);
      throw defect;
    }
    refuseAll(new RejectedExecutionException("The node is closing"));
  }

  private void refuseAll(Throwable why) {
    for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
      if (command instanceof Opening opening) {
        opening.receiver.refused(new Refusal.Defect(why));
      }
    }
  }

  /** Filled in by the thread, which alone has the means. */
  private static final class Opening implements Runnable {
    private final InetAddress to;
    private final Receiver receiver;

    Opening(InetAddress to, Receiver receiver) {
      this.to = to;
      this.receiver = receiver;
    }

    @Override
    public void run() {}
  }

  /** What the thread has. */
  private final class Turn {
    private final Libc libc;
    private final MemorySegment buffer;
    private final MemorySegment events;
    private final int epoll;
    private final int wake;
    private final Map<Long, Socket> sockets = new HashMap<>();
    private long lastNumber;

    Turn(Arena arena) {
      this.libc = new Libc(arena);
      this.buffer = arena.allocate(BUFFER_BYTES, 8);
      this.events = arena.allocate((long) EVENT_BYTES * MOST_EVENTS, 8);
      this.epoll = made(libc.epollCreate(EPOLL_CLOEXEC));
      this.wake = made(libc.eventfd(0, EVENTFD_NONBLOCK_CLOEXEC));
      if (watch(wake, 0) < 0) {
        throw new IllegalStateException("Pings cannot be watched: error " + libc.errno());
      }
    }

    private int made(int descriptor) {
      if (descriptor < 0) {
        throw new IllegalStateException("No descriptor for pings: error " + libc.errno());
      }
      return descriptor;
    }

    /** Below zero where it failed. */
    private int watch(int descriptor, long number) {
      try (Arena small = Arena.ofConfined()) {
        MemorySegment event = small.allocate(EVENT_BYTES, 8);
        event.set(JAVA_INT, 0, EPOLLIN);
        event.set(JAVA_LONG_UNALIGNED, EVENT_DATA, number);
        return libc.epollControl(epoll, EPOLL_CTL_ADD, descriptor, event);
      }
    }

    void run() {
      for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
        if (command instanceof Opening opening) {
          open(opening);
        } else {
          command.run();
        }
      }
      int count = libc.epollWait(epoll, events, MOST_EVENTS, -1);
      if (count < 0 && libc.errno() != Errno.EINTR) {
        throw new IllegalStateException("Waiting for pings failed: error " + libc.errno());
      }
      for (int i = 0; i < count; i++) {
        long number = events.get(JAVA_LONG_UNALIGNED, (long) i * EVENT_BYTES + EVENT_DATA);
        Socket socket = sockets.get(number);
        if (number == 0) {
          libc.read(wake, buffer, 8);
        } else if (socket != null) {
          socket.receive();
        }
      }
    }

    void end(Throwable why) {
      for (Socket socket : List.copyOf(sockets.values())) {
        socket.receiver.refused(new Refusal.Defect(why));
        socket.release();
      }
      libc.close(wake);
      libc.close(epoll);
    }

    private void open(Opening opening) {
      boolean ipv6 = opening.to instanceof Inet6Address;
      int descriptor =
          libc.socket(
              ipv6 ? AF_INET6 : AF_INET,
              SOCK_DGRAM_NONBLOCK_CLOEXEC,
              ipv6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP);
      if (descriptor < 0) {
        opening.receiver.refused(noSocket(libc.errno()));
        return;
      }
      @Nullable Refusal refusal = connect(descriptor, opening.to, ipv6);
      if (refusal != null) {
        libc.close(descriptor);
        opening.receiver.refused(refusal);
        return;
      }
      long number = ++lastNumber;
      if (watch(descriptor, number) < 0) {
        int errno = libc.errno();
        libc.close(descriptor);
        opening.receiver.refused(
            new Refusal.Defect(
                new IllegalStateException("A ping cannot be watched: error " + errno)));
        return;
      }
      Socket socket = new Socket(this, descriptor, number, opening.receiver);
      sockets.put(number, socket);
      opening.receiver.opened(socket);
    }

    private Refusal noSocket(int errno) {
      return switch (errno) {
        case Errno.EACCES, Errno.EPERM -> new Refusal.Unavailable(NOT_ALLOWED);
        case Errno.EPROTONOSUPPORT, Errno.ESOCKTNOSUPPORT ->
            new Refusal.Unavailable(NO_SUCH_SOCKETS);
        case Errno.EAFNOSUPPORT -> new Refusal.Unreachable(IcmpFault.NO_FAMILY);
        default ->
            new Refusal.Defect(new IllegalStateException("No socket for a ping: error " + errno));
      };
    }

    private @Nullable Refusal connect(int descriptor, InetAddress to, boolean ipv6) {
      try (Arena small = Arena.ofConfined()) {
        MemorySegment yes = small.allocateFrom(JAVA_INT, 1);
        int length = ipv6 ? 28 : 16;
        MemorySegment address = small.allocate(length, 8);
        address.set(JAVA_SHORT, 0, (short) (ipv6 ? AF_INET6 : AF_INET));
        MemorySegment.copy(
            to.getAddress(), 0, address, JAVA_BYTE, ipv6 ? 8 : 4, to.getAddress().length);
        // without it the kernel keeps to itself what routers say
        boolean made =
            libc.setsockopt(
                        descriptor,
                        ipv6 ? IPPROTO_IPV6 : IPPROTO_IP,
                        ipv6 ? IPV6_RECVERR : IP_RECVERR,
                        yes,
                        4)
                    == 0
                && libc.connect(descriptor, address, length) == 0;
        if (made) {
          return null;
        }
        int errno = libc.errno();
        return Errno.isOurs(errno)
            ? new Refusal.Defect(new IllegalStateException("No ping: error " + errno))
            : new Refusal.Unreachable(Errno.fault(errno));
      }
    }
  }

  private final class Socket implements Echo {
    private final Turn turn;
    private final int descriptor;
    private final long number;
    private final Receiver receiver;

    Socket(Turn turn, int descriptor, long number, Receiver receiver) {
      this.turn = turn;
      this.descriptor = descriptor;
      this.number = number;
      this.receiver = receiver;
    }

    @Override
    public void send(byte[] message) {
      commands.add(() -> sendNow(message));
      wake();
    }

    @Override
    public void close() {
      commands.add(this::release);
      wake();
    }

    private void sendNow(byte[] message) {
      // an error of an earlier message would be told instead of sending this one
      receive();
      if (!turn.sockets.containsKey(number)) {
        return;
      }
      try (Arena small = Arena.ofConfined()) {
        MemorySegment bytes = small.allocateFrom(JAVA_BYTE, message);
        long nanos = System.nanoTime();
        receiver.sent(nanos);
        if (turn.libc.send(descriptor, bytes, message.length, MSG_NOSIGNAL) < 0) {
          onError(turn.libc.errno());
        }
      }
    }

    void receive() {
      for (int i = 0; i < MOST_AT_ONCE && turn.sockets.containsKey(number); i++) {
        long length = turn.libc.recv(descriptor, turn.buffer, BUFFER_BYTES, 0);
        if (length >= 0) {
          byte[] message = turn.buffer.asSlice(0, length).toArray(JAVA_BYTE);
          receiver.received(message, System.nanoTime());
        } else if (!onError(turn.libc.errno())) {
          return;
        }
      }
    }

    /** Answers whether there may be more to read. */
    private boolean onError(int errno) {
      if (errno == Errno.EINTR) {
        return true;
      }
      if (errno == Errno.EAGAIN) {
        // what is left there would wake us again and again
        return turn.libc.recv(descriptor, turn.buffer, BUFFER_BYTES, MSG_ERRQUEUE) >= 0;
      }
      if (Errno.isOurs(errno)) {
        receiver.refused(new Refusal.Defect(new IllegalStateException("No ping: error " + errno)));
        release();
        return false;
      }
      receiver.failed(Errno.fault(errno));
      return true;
    }

    private void release() {
      if (turn.sockets.remove(number) != null) {
        turn.libc.close(descriptor);
      }
    }
  }
}
