package dev.tocsin.http.page;

import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.OrganizationId;

/** A page's whole address: never without its organization. */
record PageKey(OrganizationId organization, StatusPageId page) {
  static PageKey of(StatusPageConfig page) {
    return new PageKey(page.organization(), page.id());
  }
}
