package dev.tocsin.notify;

import dev.tocsin.tenancy.OrganizationId;
import java.util.UUID;

/**
 * Where a message belongs, for services that tell later what became of it or bring an answer back.
 *
 * @param endpoint the id of the contact method or channel
 */
public record Origin(OrganizationId organization, UUID endpoint) {}
