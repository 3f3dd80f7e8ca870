package dev.tocsin.mail.smtp;

import dev.tocsin.mail.MailMessage;
import dev.tocsin.mail.Mailbox;
import dev.tocsin.mail.MailingList;
import dev.tocsin.mail.MessageId;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.regex.Pattern;

/** Writes a mail as MIME. */
final class MimeMails {
  private static final String UTF_8 = StandardCharsets.UTF_8.name();
  private static final Pattern NAME = Pattern.compile("[!#-'*+/-9=?A-Z^-~.\\p{L}\\p{N}\\p{M}-]+");
  private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9._-]+");

  private MimeMails() {}

  /** Keeps the Message-ID that it was given, where the library would make a new one each time. */
  private static final class Identified extends MimeMessage {
    private final MessageId id;

    Identified(Session session, MessageId id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<" + id.value() + ">");
    }
  }

  /**
   * @throws SendFailedException where an address is none
   */
  static MimeMessage of(Session session, MailMessage message)
      throws MessagingException, UnsupportedEncodingException {
    MimeMessage mail = new Identified(session, message.id());
    mail.setFrom(address(message.from()));
    mail.setRecipient(Message.RecipientType.TO, address(message.to()));
    mail.setSubject(message.subject(), UTF_8);
    mail.setSentDate(Date.from(message.date()));
    // no "out of office" in return
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("X-Auto-Response-Suppress", "All");
    MessageId thread = message.thread();
    if (thread != null) {
      mail.setHeader("In-Reply-To", "<" + thread.value() + ">");
      mail.setHeader("References", "<" + thread.value() + ">");
    }
    MailingList list = message.list();
    if (list != null) {
      mail.setHeader("Precedence", "bulk");
      mail.setHeader("List-Id", "<" + list.id() + ">");
      mail.setHeader("List-Unsubscribe", "<" + list.unsubscribe() + ">");
      mail.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    MimeBodyPart text = new MimeBodyPart();
    text.setText(message.content().text(), UTF_8);
    MimeBodyPart html = new MimeBodyPart();
    html.setText(message.content().html(), UTF_8, "html");
    mail.setContent(new MimeMultipart("alternative", text, html));
    mail.saveChanges();
    return mail;
  }

  /**
   * @throws SendFailedException where it is none
   */
  static InternetAddress address(Mailbox mailbox)
      throws MessagingException, UnsupportedEncodingException {
    InternetAddress address = new InternetAddress();
    address.setAddress(plain(mailbox.address().value()));
    if (mailbox.name() != null) {
      address.setPersonal(mailbox.name(), UTF_8);
    }
    return address;
  }

  /**
   * With a domain in ASCII. What would end a command, or part a header's address in two, is refused
   * here whoever let it through before.
   */
  private static String plain(String address) throws SendFailedException {
    int at = address.lastIndexOf('@');
    if (at < 0 || !NAME.matcher(address.substring(0, at)).matches()) {
      throw new SendFailedException("this is no e-mail address");
    }
    try {
      String domain = IDN.toASCII(address.substring(at + 1));
      if (DOMAIN.matcher(domain).matches()) {
        return address.substring(0, at) + "@" + domain;
      }
    } catch (IllegalArgumentException none) {
      // the sentence below says it
    }
    throw new SendFailedException("the domain of this e-mail address is none");
  }
}
