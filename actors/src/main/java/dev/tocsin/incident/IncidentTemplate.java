package dev.tocsin.incident;

import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;

/**
 * What people begin with when they open an incident, or tell what is known.
 *
 * @param name by which it is chosen
 * @param title empty where it is of no use for opening one
 * @param message in Markdown; may be empty
 */
public record IncidentTemplate(
    String name, String title, String message, Phase phase, Impact impact) implements Content {
  public static final ContentKind<IncidentTemplate> KIND =
      new ContentKind<>("incident-template", IncidentTemplate.class, false);
}
