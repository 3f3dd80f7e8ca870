package dev.tocsin.http.page;

import java.util.List;

/**
 * Who is told of an organization's alerts, in which order.
 *
 * @param owners who is told until there is a default; empty where there is one
 * @param configures whether this reader may change them
 * @param told what came of what was just done
 */
public record PoliciesView(
    String sentence,
    List<Policy> policies,
    List<PolicyStepView> owners,
    boolean configures,
    Told told) {

  /**
   * @param end what comes after the last step
   * @param uses which monitors name it, as a sentence
   */
  public record Policy(
      String id,
      String name,
      boolean isDefault,
      List<PolicyStepView> steps,
      String end,
      String uses) {}
}
