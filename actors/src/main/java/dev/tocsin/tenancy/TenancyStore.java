package dev.tocsin.tenancy;

/** Everything that is kept of who may do what, and of who did it. */
public record TenancyStore(
    AccountStore accounts, MemberStore members, TokenStore tokens, AuditLog audit) {}
