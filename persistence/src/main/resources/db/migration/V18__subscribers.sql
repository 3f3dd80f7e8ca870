-- Who is told of a status page. The row goes when they leave.
create table if not exists subscriber (
  organization_id uuid not null,
  id uuid not null,
  page_id uuid not null,
  -- email, webhook, slack
  kind varchar not null,
  -- sealed
  address varchar not null,
  -- keyed hashes: of what makes it one subscriber of a page, and of the letter box
  address_hash varchar not null,
  box_hash varchar not null,
  -- whether they are told of some components alone, and not of all
  chosen boolean not null,
  created_at timestamp(6) with time zone not null,
  -- when somebody entered the address last, and how often within a day of that
  asked_at timestamp(6) with time zone not null,
  asks integer not null,
  -- null where its owner has not said yes
  confirmed_at timestamp(6) with time zone,
  primary key (id)
);
create unique index if not exists subscriber_address on subscriber (page_id, kind, address_hash);
create index if not exists subscriber_of_page on subscriber (organization_id, page_id, id);
create index if not exists subscriber_box on subscriber (box_hash, asked_at);
create index if not exists subscriber_unconfirmed on subscriber (confirmed_at, asked_at);

create table if not exists subscriber_component (
  subscriber_id uuid not null references subscriber (id) on delete cascade,
  component_id uuid not null,
  primary key (subscriber_id, component_id)
);

-- The updates that customers are to be told of, written with their incident's row.
create table if not exists incident_news (
  organization_id uuid not null,
  incident_id uuid not null,
  post_id uuid not null,
  -- when it became public
  at timestamp(6) with time zone not null,
  -- whether it was made into announcements
  spread boolean not null,
  primary key (organization_id, incident_id, post_id)
);
create index if not exists incident_news_new on incident_news (spread, at);

-- What one page tells its subscribers, once.
create table if not exists announcement (
  organization_id uuid not null,
  id uuid not null,
  page_id uuid not null,
  -- incident
  kind varchar not null,
  subject_id uuid not null,
  post_id uuid not null,
  made_at timestamp(6) with time zone not null,
  -- whether it was taken back, and is told to nobody any more
  withdrawn boolean not null,
  -- JSON: what the letters say
  content varchar not null,
  primary key (id)
);
create unique index if not exists announcement_once
  on announcement (page_id, kind, subject_id, post_id);
create index if not exists announcement_of on announcement (organization_id, subject_id);
create index if not exists announcement_made on announcement (made_at);

-- A letter to one subscriber.
create table if not exists subscriber_letter (
  organization_id uuid not null,
  -- names the letter, in all attempts
  id uuid not null,
  page_id uuid not null,
  subscriber_id uuid not null,
  -- null where it asks whether somebody wants to be told
  announcement_id uuid,
  kind varchar not null,
  -- confirm, known, tell
  matter varchar not null,
  -- those with less go first
  turn integer not null,
  -- waiting, sent, failed, dropped
  state varchar not null,
  attempts integer not null,
  queued_at timestamp(6) with time zone not null,
  due_at timestamp(6) with time zone not null,
  -- a node is sending it, and answers for it until then
  claim_id uuid,
  claimed_until timestamp(6) with time zone,
  ended_at timestamp(6) with time zone,
  -- why it failed, or did not go out last time; names nobody
  reason varchar,
  primary key (id)
);
create index if not exists subscriber_letter_due
  on subscriber_letter (state, kind, turn, due_at, id);
create index if not exists subscriber_letter_claim on subscriber_letter (claim_id);
create index if not exists subscriber_letter_of on subscriber_letter (subscriber_id, state);
create index if not exists subscriber_letter_told on subscriber_letter (announcement_id, state);
create index if not exists subscriber_letter_asked on subscriber_letter (page_id, matter, queued_at);
create index if not exists subscriber_letter_ended on subscriber_letter (ended_at);
