package dev.tocsin.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Somebody without a mouse, who has to see at every step where they are. */
final class Keyboard {
  /** More stops than any page has. */
  private static final int MOST = 400;

  /** What can have the focus, where it can be seen. */
  private static final String STOPS =
      """
      const stops = () => {
        const root = document.querySelector("dialog:modal") ?? document;
        const all = "a[href], button, input, select, textarea, summary, [tabindex]";
        const isChosen = (radio) =>
          radio.type !== "radio" || radio.checked ||
          !document.querySelector(`input[name="${radio.name}"]:checked`);
        return [...root.querySelectorAll(all)].filter((each) =>
          each.tabIndex >= 0 && !each.disabled && isChosen(each) &&
          each.checkVisibility({ visibilityProperty: true }));
      };
      """;

  /** Null while nothing has the focus; else its number, and what is wrong with how it shows. */
  private static final String HERE =
      """
      () => {
        const at = document.activeElement;
        if (!at || at === document.body || at === document.documentElement) {
          return null;
        }
        const isDrawn = (element, pseudo) => {
          const style = getComputedStyle(element, pseudo);
          return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 &&
            (!pseudo || style.content !== "none");
        };
        // a segment's radio is drawn by its label, the palette's field by its line
        const shown = at.closest(".seg > label, .asked:has(> input:focus)") ?? at;
        const box = shown.getClientRects()[0];
        const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
        const hit = box && document.elementFromPoint(
          middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
        const faults = [];
        if (!isDrawn(shown) && !isDrawn(shown, "::after")) {
          faults.push("has no outline");
        }
        if (!hit || !(shown.contains(hit) || [...(at.labels ?? [])].some((each) => each.contains(hit)))) {
          faults.push(`is not in sight, but ${hit?.outerHTML.slice(0, 80)}`);
        }
        window.reached ??= new Map();
        if (!window.reached.has(at)) {
          window.reached.set(at, window.reached.size);
        }
        // what was left may have closed itself
        const first = [...window.reached.keys()].find((each) => each.checkVisibility());
        return { number: window.reached.get(at), isFirst: at === first, fault: faults.length === 0 ? null :
          `${at.outerHTML.slice(0, 120)} ${faults.join(" and ")}` };
      }
      """;

  private static final String LEFT_OUT =
      "() => {"
          + STOPS
          + """
            return stops().filter((each) => !window.reached?.has(each))
              .map((each) => each.outerHTML.slice(0, 120));
          }
          """;

  private final Page page;

  Keyboard(Page page) {
    this.page = page;
  }

  /** Presses Tab until it is there. */
  Keyboard tabTo(Locator wanted) {
    return go("Tab", wanted);
  }

  /** As {@link #tabTo}, the other way. */
  Keyboard backTo(Locator wanted) {
    return go("Shift+Tab", wanted);
  }

  Keyboard press(String key) {
    page.keyboard().press(key);
    return this;
  }

  Keyboard type(String text) {
    page.keyboard().type(text);
    return this;
  }

  /** Fails where the focus cannot be seen, or is not there. */
  Keyboard assertAt(Locator wanted) {
    com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(wanted).isFocused();
    assertThat(fault()).isNull();
    return this;
  }

  /**
   * Goes once around the page: nothing keeps the focus, hides it or is left out.
   *
   * @return how many stops there are
   */
  int walk() {
    page.evaluate("() => { window.reached = undefined; }");
    Set<Integer> reached = new HashSet<>();
    int before = -1;
    for (int each = 0; each < MOST; each++) {
      press("Tab");
      var here = here();
      if (here == null) {
        continue; // between the end and the beginning
      }
      assertThat(here.get("fault")).isNull();
      int number = (int) here.get("number");
      boolean isNew = reached.add(number);
      if (!isNew && number != before) { // a date has several stops
        assertThat(here.get("isFirst")).describedAs("leads back to the beginning").isEqualTo(true);
        break;
      }
      before = number;
    }
    assertThat((List<?>) page.evaluate(LEFT_OUT)).describedAs("what Tab does not reach").isEmpty();
    return reached.size();
  }

  private Keyboard go(String key, Locator wanted) {
    for (int each = 0; each < MOST; each++) {
      press(key);
      var here = here();
      if (here != null) {
        assertThat(here.get("fault")).isNull();
        if ((boolean) wanted.evaluate("(each) => each === document.activeElement")) {
          return this;
        }
      }
    }
    throw new AssertionError(key + " does not come to " + wanted);
  }

  private @Nullable Object fault() {
    var here = here();
    return here == null ? "Nothing has the focus." : here.get("fault");
  }

  @SuppressWarnings("unchecked")
  private @Nullable Map<String, Object> here() {
    return (Map<String, Object>) page.evaluate(HERE);
  }
}
