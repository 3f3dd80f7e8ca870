package dev.tocsin.http.page;

import dev.tocsin.tenancy.InvitationMail;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is in an organization, as its page shows it.
 *
 * @param members in the order they joined; null while the store does not answer
 * @param guests who are invited; null where the reader may not see them, or nobody knows
 * @param manages whether the reader may change any of it
 * @param mails whether invitations go out by mail
 * @param made an invitation that was just made
 * @param fault what could not be done
 */
public record MembersView(
    String sentence,
    @Nullable List<Row> members,
    @Nullable List<Guest> guests,
    boolean manages,
    boolean mails,
    @Nullable Made made,
    @Nullable Fault fault) {

  /**
   * @param email null where there is no other name
   * @param fixed whether the role must stay, for nobody else is an owner
   */
  public record Row(
      String id,
      String name,
      @Nullable String email,
      String role,
      String since,
      boolean you,
      boolean fixed) {
    public String initials() {
      return ShellView.initials(name);
    }
  }

  /**
   * @param mail null where invitations do not go out by mail
   */
  public record Guest(String id, String email, String role, String until, @Nullable Mail mail) {}

  /**
   * How an invitation's mail fares.
   *
   * @param style how the state is drawn
   * @param deed what can be done about it, on a button
   */
  public record Mail(String style, String sentence, String deed) {
    private static final String NEW_LINK = "Mail a new link";

    static Mail of(@Nullable InvitationMail mail, Times times) {
      return switch (mail) {
        case null -> new Mail("pending", "not sent by mail", NEW_LINK);
        case InvitationMail.Waiting(Instant next, String reason) when next.isAfter(times.now()) ->
            new Mail(
                "degraded",
                "not delivered yet, tries again at "
                    + times.time(next)
                    + (reason == null ? "" : ". " + said(reason)),
                "Try now");
        case InvitationMail.Waiting waiting -> new Mail("pending", "is being sent", "Try now");
        case InvitationMail.Sent(Instant at) -> new Mail("up", "sent " + times.time(at), NEW_LINK);
        case InvitationMail.Refused(Instant at, String reason) ->
            new Mail("down", "refused by the mail server: " + reason, "Send again");
      };
    }

    /** What begins with a code is the server's own answer; else nobody got that far. */
    private static String said(String reason) {
      return reason.matches("[45]\\d\\d\\b.*")
          ? "The mail server answered: " + reason
          : "The mail server: "
              + reason
              + ". Whoever runs this installation sets it by TOCSIN_SMTP_URL";
    }
  }

  /**
   * @param mailed whether a mail with the link is on its way
   * @param url shown this once; null where the form was sent twice
   */
  public record Made(
      String email, String role, String until, boolean mailed, @Nullable String url) {
    @Override
    public String toString() {
      return "Made[" + email + "]";
    }
  }

  /**
   * @param about the id of a member or an invitation
   */
  public record Fault(String about, String sentence) {}

  public @Nullable String faultOf(String id) {
    return fault != null && fault.about().equals(id) ? fault.sentence() : null;
  }
}
