-- What else people configured, of any kind: teams, escalation policies, contact methods, channels.
-- A deleted row stays, bare, so that nodes learn of it by its revision.
create table if not exists item (
  organization_id uuid not null references organization (id),
  id uuid not null,
  kind varchar not null,
  -- whose own it is; it goes with the membership
  owner_id uuid,
  name varchar not null,
  -- JSON, sealed where the kind's may hold secrets
  content varchar not null,
  created_at timestamp(6) with time zone not null,
  deleted_at timestamp(6) with time zone,
  revision bigint not null,
  primary key (organization_id, id)
);
create index if not exists item_revision on item (organization_id, revision);

-- Who is told of a monitor's alerts, and who owns it.
alter table monitor add column if not exists escalation_policy_id uuid;
alter table monitor add column if not exists team_id uuid;

-- The codes that were sent to show that a contact method reaches its person.
create table if not exists contact_code (
  organization_id uuid not null references organization (id),
  id uuid not null,
  method_id uuid not null,
  account_id uuid not null,
  -- signed with the installation's secret key, together with where it went
  code_hash varchar not null,
  sent_at timestamp(6) with time zone not null,
  attempts integer default 0 not null,
  primary key (organization_id, id)
);
create index if not exists contact_code_of_account on contact_code (account_id, sent_at);
