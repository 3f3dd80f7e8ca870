package dev.tocsin.http.page;

import java.util.List;

/**
 * Where somebody says what they want to be told, as it is shown to them.
 *
 * @param page what the status page is called
 * @param home its address
 * @param action where the form goes
 * @param mails whether mail is offered
 * @param form what was typed, and what is wrong with it
 */
public record SubscribeView(
    String page,
    String home,
    String action,
    boolean mails,
    List<Component> components,
    FormView form) {
  /**
   * @param field of the form
   */
  public record Component(String field, String name) {}

  /** Whether some components alone are chosen. */
  public boolean isChosen() {
    return components.stream().anyMatch(each -> isChosen(each.field()));
  }

  public boolean isChosen(String field) {
    return !form.value(field).isEmpty();
  }

  public String type() {
    return form.value("type").isEmpty() ? "email" : form.value("type");
  }
}
