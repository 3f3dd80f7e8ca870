package dev.tocsin.app.browser;

import com.microsoft.playwright.Page;
import java.util.List;

/** What a finger meets on a page: each action is high enough, and nothing else lies over it. */
final class Fingers {
  /** In CSS pixels; the styles aim at 44. */
  private static final int LEAST = 40;

  private static final String MISSED =
      """
      (least) => {
        const all = "button, input:not([type=hidden]), select, textarea, summary, .btn, nav a, " +
          ".tabs a, .rows a, .kinds a, .toast a, [role=option]";
        const over = document.querySelector("dialog:modal, [popover]:popover-open");
        const missed = [];
        for (const each of document.querySelectorAll(all)) {
          const isBehind = over && !over.contains(each);
          const isNothing = each.tabIndex < 0 && each.classList.contains("vh");
          if (isBehind || isNothing || each.disabled ||
              !each.checkVisibility({ visibilityProperty: true, opacityProperty: false })) {
            continue;
          }
          each.scrollIntoView({ block: "center", inline: "center" });
          const label = each.closest("label") ?? each.labels?.[0];
          const isTick = each.matches("[type=checkbox], [type=radio]");
          const { left, right, top, bottom } =
            (isTick && label ? label : each).getBoundingClientRect();
          const isHit = (y) => {
            const hit = document.elementFromPoint((left + right) / 2, y);
            return hit && (each.contains(hit) || label?.contains(hit));
          };
          const middle = (top + bottom) / 2;
          const reach = least / 2 - 1;
          if (![middle - reach, middle, middle + reach].every(isHit)) {
            missed.push(`${Math.round(bottom - top)} px: ${each.outerHTML.slice(0, 120)}`);
          }
        }
        scrollTo(0, 0);
        return missed;
      }
      """;

  private Fingers() {}

  /** The actions on a page that a finger misses. */
  @SuppressWarnings("unchecked")
  static List<String> missed(Page page) {
    return (List<String>) page.evaluate(MISSED, LEAST);
  }
}
