/** Answers that come from chats. */
@NullMarked
package dev.tocsin.alert.chat;

import org.jspecify.annotations.NullMarked;
