package dev.tocsin.probe.ping;

/** The numbers of Linux's errors that matter here; the same on x86-64 and ARM64. */
final class Errno {
  static final int EPERM = 1;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int ENFILE = 23;
  static final int EMFILE = 24;
  static final int EMSGSIZE = 90;
  static final int EPROTONOSUPPORT = 93;
  static final int ESOCKTNOSUPPORT = 94;
  static final int EAFNOSUPPORT = 97;
  static final int EADDRNOTAVAIL = 99;
  static final int ENETUNREACH = 101;
  static final int ENOBUFS = 105;
  static final int ECONNREFUSED = 111;
  static final int EHOSTUNREACH = 113;

  private Errno() {}

  static boolean isOurs(int errno) {
    return errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS;
  }

  static IcmpFault fault(int errno) {
    return switch (errno) {
      case ENETUNREACH, EADDRNOTAVAIL -> IcmpFault.NETWORK_UNREACHABLE;
      case EHOSTUNREACH -> IcmpFault.HOST_UNREACHABLE;
      case ECONNREFUSED -> IcmpFault.REFUSED;
      case EPERM, EACCES -> IcmpFault.FORBIDDEN;
      case EMSGSIZE -> IcmpFault.TOO_LARGE;
      case EAFNOSUPPORT -> IcmpFault.NO_FAMILY;
      default -> IcmpFault.OTHER;
    };
  }
}
