package dev.tocsin.http.page;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What stands around the content of a page behind the sign-in.
 *
 * @param called the person's name or e-mail address
 * @param csrf what forms carry
 * @param publicUrl without a slash at its end
 * @param counting says how many monitors are down, which takes a look at all of them
 * @param waiting says how many alerts nobody has answered
 * @param configures whether this person may add and change what is watched
 * @param others the person's other organizations
 * @param times as the person reads them
 * @param onCall {@code until Sat 10:00}; null where the person is not on call
 */
public record ShellView(
    String organization,
    String called,
    String csrf,
    String publicUrl,
    List<MonitorList.PageLink> pages,
    IntSupplier counting,
    IntSupplier waiting,
    boolean configures,
    List<Other> others,
    Times times,
    @Nullable String onCall) {

  /** An organization that can be gone on in. */
  public record Other(String id, String name) {}

  public int down() {
    return counting.getAsInt();
  }

  public int unanswered() {
    return waiting.getAsInt();
  }

  public String initials() {
    return initials(called);
  }

  /** {@code ML} of Mara Lind, {@code M} of mara@example.com. */
  static String initials(String called) {
    return Arrays.stream(called.strip().split("@", 2)[0].split("\\s+"))
        .filter(word -> !word.isEmpty())
        .limit(2)
        .map(word -> new String(Character.toChars(word.codePointAt(0))))
        .collect(Collectors.joining())
        .toUpperCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "ShellView[" + organization + "]";
  }
}
