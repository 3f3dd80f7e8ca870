-- A heartbeat's last ping that had to be stored, and what all of them so far say of the next one.
create table if not exists last_ping (
  organization_id uuid not null,
  monitor_id uuid not null,
  received_at timestamp(6) with time zone not null,
  ping varchar not null,
  beats varchar not null,
  primary key (organization_id, monitor_id)
);

-- The installation was last seen alive then, by any of its nodes.
alter table installation add column if not exists alive_at timestamp(6) with time zone;

-- Counts the keys that the organization's ping addresses were made with.
alter table organization add column if not exists ping_key_version integer default 1 not null;
