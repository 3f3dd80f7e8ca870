package dev.tocsin.http.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is in an organization, as its page shows it.
 *
 * @param members in the order they joined; null while the store does not answer
 * @param guests who are invited; null where the reader may not see them, or nobody knows
 * @param manages whether the reader may change any of it
 * @param made an invitation that was just made
 * @param fault what could not be done with a member
 */
public record MembersView(
    String sentence,
    @Nullable List<Row> members,
    @Nullable List<Guest> guests,
    boolean manages,
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

  public record Guest(String id, String email, String role, String until) {}

  /**
   * @param url shown this once; null where the form was sent twice
   */
  public record Made(String email, String role, String until, @Nullable String url) {
    @Override
    public String toString() {
      return "Made[" + email + "]";
    }
  }

  /**
   * @param member whom it is about
   */
  public record Fault(String member, String sentence) {}

  public @Nullable String faultOf(String member) {
    return fault != null && fault.member().equals(member) ? fault.sentence() : null;
  }
}
