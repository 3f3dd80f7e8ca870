package dev.tocsin.app.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Exceptions in one line: what, because of what, and where in our code. */
final class Faults {
  private static final int CAUSES = 5;
  private static final int PLACES = 4;
  private static final String OURS = "at dev.tocsin.";

  private Faults() {}

  /** The exception and its causes, like {@code A: broken, because B: disk full}. */
  static String chain(IThrowableProxy fault) {
    var links = new ArrayList<String>();
    @Nullable IThrowableProxy at = fault;
    while (at != null && links.size() < CAUSES) {
      var name = at.getClassName();
      var message = at.getMessage();
      var simple = name.substring(name.lastIndexOf('.') + 1);
      links.add(message == null || message.isBlank() ? simple : simple + ": " + message);
      at = at.getCause();
    }
    return String.join(", because ", links);
  }

  /** The innermost places of the outermost exception, ours where there are any. */
  static List<String> places(IThrowableProxy fault) {
    var frames =
        Arrays.stream(fault.getStackTraceElementProxyArray())
            .map(StackTraceElementProxy::getSTEAsString)
            .toList();
    var ours = frames.stream().filter(frame -> frame.startsWith(OURS)).limit(PLACES).toList();
    return ours.isEmpty() ? frames.stream().limit(PLACES).toList() : ours;
  }
}
