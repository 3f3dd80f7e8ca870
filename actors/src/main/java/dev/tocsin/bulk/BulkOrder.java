package dev.tocsin.bulk;

import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.util.UUID;

/**
 * What somebody asks to be done to many monitors.
 *
 * @param id by which its progress is asked for; of the same id only the first is done
 * @param tag to add or to remove; empty where the action is about none
 */
public record BulkOrder(
    UUID id, OrganizationId organization, BulkAction action, String tag, Author by) {}
