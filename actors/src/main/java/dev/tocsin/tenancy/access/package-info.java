/** How people and programs prove who they are, and what that allows them. */
@NullMarked
package dev.tocsin.tenancy.access;

import org.jspecify.annotations.NullMarked;
