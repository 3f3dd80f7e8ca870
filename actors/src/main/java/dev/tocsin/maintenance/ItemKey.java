package dev.tocsin.maintenance;

import dev.tocsin.configuration.Item;
import dev.tocsin.tenancy.OrganizationId;
import java.util.UUID;

/** Which item it is: an id is one organization's alone, and another may have the same. */
record ItemKey(OrganizationId organization, UUID id) {
  static ItemKey of(Item<?> item) {
    return new ItemKey(item.organization(), item.id());
  }
}
