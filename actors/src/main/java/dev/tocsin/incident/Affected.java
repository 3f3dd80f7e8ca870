package dev.tocsin.incident;

import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;

/**
 * What an incident says of a component, whatever its monitors see.
 *
 * @param state operational where it suffers no more
 */
public record Affected(ComponentId component, PageState state) {}
