/** Messages to Mattermost, by incoming webhooks. */
@NullMarked
package dev.tocsin.notify.mattermost;

import org.jspecify.annotations.NullMarked;
