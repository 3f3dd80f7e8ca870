package dev.tocsin.http.page;

import java.util.List;

/**
 * By what alerts reach whoever reads the page.
 *
 * @param urgent as in {@code E-mail and Phone at once, SMS after 1 min}; without a meaning where
 *     nothing reaches them
 * @param low the same of alerts that can wait
 * @param unverified the names of the ways that lead nowhere yet
 * @param isReached whether anything does
 */
public record ReachView(String urgent, String low, List<String> unverified, boolean isReached) {
  /** What to do about it where nothing reaches them. */
  public String remedy() {
    return unverified.isEmpty()
        ? "There is no way to reach you that works. Add one and verify it."
        : "Nothing is sent to a way before it is verified: verify "
            + String.join(" or ", unverified)
            + " by the code that is sent there.";
  }
}
