package dev.tocsin.oncall;

import dev.tocsin.tenancy.UserId;

/** Somebody is on call, and this says so. */
public record Duty(UserId user, Source source) {}
