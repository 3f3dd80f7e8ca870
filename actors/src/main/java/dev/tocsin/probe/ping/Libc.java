package dev.tocsin.probe.ping;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The calls of Linux that ICMP sockets need. An instance belongs to one thread and keeps the error
 * of its last call.
 */
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET =
      handle("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      handle("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CONNECT =
      handle("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SEND =
      handle("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECV =
      handle("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle CLOSE = handle("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle EPOLL_CREATE = handle("epoll_create1", JAVA_INT, JAVA_INT);
  private static final MethodHandle EPOLL_CTL =
      handle("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle EPOLL_WAIT =
      handle("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle EVENTFD = handle("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle WRITE =
      handle("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle READ = handle("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

  private final MemorySegment state;

  /**
   * @param arena of the thread that this belongs to
   */
  Libc(Arena arena) {
    this.state = arena.allocate(STATE);
  }

  /** Of the last call that answered less than zero. */
  int errno() {
    return (int) ERRNO.get(state, 0L);
  }

  int socket(int family, int type, int protocol) {
    try {
      return (int) SOCKET.invokeExact(state, family, type, protocol);
    } catch (Throwable defect) {
      throw defect(defect);
    }
  }

  int setsockopt(int socket, int level, int option, MemorySegment value, int length) {
    try {
      return (int) SETSOCKOPT.invokeExact(state, socket, level, option, value, length);
    } catch (Throwable defect) {
      throw defect(defect);
    }
  }

  int connect(int socket, MemorySegment address, int length) {
    try {
      return (int) CONNECT.invokeExact(state, socket, address, length);
    } catch (Throwable defect) {
      throw defect(defect);
    }
  }

  long send(int socket, MemorySegment message, long length, int flags) {
    try {
      return (long) SEND.invokeExact(state, socket, message, length, flags);
    } catch (Throwable defect) {
      throw defect(defect);
    }
  }

  long recv(int socket, MemorySegment buffer, long length, int flags) {
    try {
      return (long) RECV.invokeExact(state, socket, buffer, length, flags);
    } catch (Throwable defect) {
      throw defect(defect);
    }
  }

  int close(int descriptor) {
    try {
      return (int) CLOSE.invokeExact(state, descriptor);
    } catch (Throwable defect) {
      throw defect(defect);
    }
  }

  int epollCreate(int flags) {
    try {
      return (int) EPOLL_CREATE.invokeExact(state, flags);
    } catch (Throwable defect) {
      throw defect(defect);
    }
  }

  int epollControl(int epoll, int operation, int descriptor, MemorySegment event) {
    try {
      return (int) EPOLL_CTL.invokeExact(state, epoll, operation, descriptor, event);
    } catch (Throwable defect) {
      throw defect(defect);
    }
  }

  int epollWait(int epoll, MemorySegment events, int most, int timeoutMillis) {
    try {
      return (int) EPOLL_WAIT.invokeExact(state, epoll, events, most, timeoutMillis);
    } catch (Throwable defect) {
      throw defect(defect);
    }
  }

  int eventfd(int start, int flags) {
    try {
      return (int) EVENTFD.invokeExact(state, start, flags);
    } catch (Throwable defect) {
      throw defect(defect);
    }
  }

  long write(int descriptor, MemorySegment bytes, long length) {
    try {
      return (long) WRITE.invokeExact(state, descriptor, bytes, length);
    } catch (Throwable defect) {
      throw defect(defect);
    }
  }

  long read(int descriptor, MemorySegment buffer, long length) {
    try {
      return (long) READ.invokeExact(state, descriptor, buffer, length);
    } catch (Throwable defect) {
      throw defect(defect);
    }
  }

  private static MethodHandle handle(String name, MemoryLayout result, MemoryLayout... arguments) {
    MemorySegment symbol = LINKER.defaultLookup().findOrThrow(name);
    return LINKER.downcallHandle(
        symbol, FunctionDescriptor.of(result, arguments), Linker.Option.captureCallState("errno"));
  }

  private static RuntimeException defect(Throwable defect) {
    return new IllegalStateException("A call of the system failed", defect);
  }
}
