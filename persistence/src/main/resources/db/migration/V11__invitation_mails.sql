-- The mail that carries an invitation's link; it goes where its invitation goes.
create table if not exists invitation_mail (
  organization_id uuid not null,
  invitation_id uuid not null,
  -- names the mail: the same for every attempt, another one for another link
  id uuid not null,
  -- the invitation's secret, sealed; null as soon as the mail server has taken it
  token varchar,
  author_kind varchar not null,
  author_id uuid not null,
  queued_at timestamp(6) with time zone not null,
  -- waiting, sent, refused
  state varchar not null,
  attempts integer not null,
  due_at timestamp(6) with time zone not null,
  -- a node is sending it, and answers for it until then
  claimed_until timestamp(6) with time zone,
  -- when it was sent or refused
  ended_at timestamp(6) with time zone,
  -- why it was refused, or did not go out last time
  reason varchar,
  primary key (organization_id, invitation_id),
  foreign key (organization_id, invitation_id)
    references invitation (organization_id, id) on delete cascade
);
create index if not exists invitation_mail_due on invitation_mail (state, due_at);
