/** Messages to mailboxes, one thread for each alert. */
@NullMarked
package dev.tocsin.notify.email;

import org.jspecify.annotations.NullMarked;
