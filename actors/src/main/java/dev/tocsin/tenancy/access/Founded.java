package dev.tocsin.tenancy.access;

import dev.tocsin.tenancy.Account;
import dev.tocsin.tenancy.Organization;

/** A new organization and who owns it. */
public record Founded(Organization organization, Account owner) {}
