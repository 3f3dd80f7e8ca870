/** Messages to Microsoft Teams, by webhooks of its workflows. */
@NullMarked
package dev.tocsin.notify.teams;

import org.jspecify.annotations.NullMarked;
