package dev.tocsin.invitation;

/** Whether invitations go out by mail here, for whoever makes one. */
public interface InvitationPost {
  /** No mail server is set: whoever invites sends the link on. */
  InvitationPost CLOSED =
      new InvitationPost() {
        @Override
        public boolean isOpen() {
          return false;
        }

        @Override
        public void hint() {}
      };

  boolean isOpen();

  /** One was stored. It would be found without this, only later. */
  void hint();
}
