/** Mails are handed to a mail server by SMTP. */
@NullMarked
package dev.tocsin.mail.smtp;

import org.jspecify.annotations.NullMarked;
