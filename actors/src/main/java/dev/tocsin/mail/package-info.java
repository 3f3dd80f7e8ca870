/** Mails, and the port that sends them. Nothing here knows what they are about. */
@NullMarked
package dev.tocsin.mail;

import org.jspecify.annotations.NullMarked;
