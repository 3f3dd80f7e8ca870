package dev.tocsin.http.page;

import dev.tocsin.ConflictException;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.Item;
import java.util.Map;
import java.util.UUID;

/**
 * Tells who sends a form what others did since it was opened, so that nobody undoes a change that
 * they have not seen. The form carries the revision that it was made from.
 */
final class Meanwhile {
  static final String REVISION = "revision";

  private Meanwhile() {}

  /** The hidden fields of a form that makes something. */
  static Map<String, String> made(UUID id) {
    return Map.of("id", id.toString());
  }

  /** The hidden fields of a form that changes what is there, which it has just read. */
  static Map<String, String> opened(Item<?> item) {
    return Map.of(REVISION, Long.toString(item.revision()));
  }

  /** The same, shown once more after it was sent. */
  static Map<String, String> still(Map<String, String> form) {
    return Map.of(REVISION, form.getOrDefault(REVISION, ""));
  }

  /**
   * @param what people call it
   * @throws ConflictException where it was changed after the form was made; not where it is by now
   *     what the form asks for, as when an impatient hand sends it twice
   */
  static <T extends Content> void check(
      Map<String, String> form, Item<T> item, T wanted, String what) {
    check(form, Long.toString(item.revision()), wanted.equals(item.content()), what);
  }

  /**
   * @param present what a form that is opened now would carry
   * @param isDone whether what it asks for is so already
   */
  static void check(Map<String, String> form, String present, boolean isDone, String what) {
    if (!isDone && !form.getOrDefault(REVISION, "").equals(present)) {
      throw new ConflictException(
          "Somebody changed this "
              + what
              + " after this form was made, so nothing was saved. What you typed is still here;"
              + " open the "
              + what
              + " anew to see what it is now.");
    }
  }
}
