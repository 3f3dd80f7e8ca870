/** Invitations go out by mail. */
@NullMarked
package dev.tocsin.invitation;

import org.jspecify.annotations.NullMarked;
