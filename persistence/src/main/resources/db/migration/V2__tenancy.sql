-- People. Who they are belongs to them and to no organization; what they may do is a membership.
create table if not exists account (
  id uuid not null primary key,
  email varchar not null,
  -- in lower case: two addresses that differ in case alone are one account
  email_key varchar not null constraint account_email unique,
  name varchar,
  password_hash varchar not null,
  created_at timestamp(6) with time zone not null,
  -- the one that is meant where a request names none
  last_organization_id uuid
);

create table if not exists membership (
  organization_id uuid not null references organization (id),
  account_id uuid not null references account (id),
  role varchar not null,
  created_at timestamp(6) with time zone not null,
  primary key (organization_id, account_id)
);
create index if not exists membership_of_account on membership (account_id);

create table if not exists account_session (
  id uuid not null primary key,
  account_id uuid not null references account (id),
  client varchar not null,
  created_at timestamp(6) with time zone not null,
  expires_at timestamp(6) with time zone not null
);
create index if not exists account_session_of_account on account_session (account_id);

create table if not exists api_token (
  organization_id uuid not null references organization (id),
  id uuid not null,
  name varchar not null,
  role varchar not null,
  -- SHA-256 of the token, in hex
  secret_hash varchar not null constraint api_token_secret unique,
  author_kind varchar not null,
  author_id uuid not null,
  created_at timestamp(6) with time zone not null,
  primary key (organization_id, id)
);

create table if not exists invitation (
  organization_id uuid not null references organization (id),
  id uuid not null,
  email varchar not null,
  email_key varchar not null,
  role varchar not null,
  secret_hash varchar not null constraint invitation_secret unique,
  created_at timestamp(6) with time zone not null,
  expires_at timestamp(6) with time zone not null,
  primary key (organization_id, id),
  constraint invitation_email unique (organization_id, email_key)
);
