-- What the alerts' journals say, handed over by the alerts.
create table if not exists alert (
  organization_id uuid not null,
  id uuid not null,
  -- triggered, acknowledged, resolved
  state varchar not null,
  severity varchar not null,
  title varchar not null,
  -- in lower case, what is searched
  words varchar not null,
  -- null where no monitor raised it
  monitor_id uuid,
  raised_at timestamp(6) with time zone not null,
  -- waits for an answer, a time, or messages that have to go out
  is_open boolean not null,
  sequence bigint not null,
  -- all of it, as JSON
  record varchar not null,
  primary key (organization_id, id)
);
create index if not exists alert_time on alert (organization_id, raised_at, id);
create index if not exists alert_open on alert (is_open, organization_id, id);
create index if not exists alert_of_monitor on alert (organization_id, monitor_id, raised_at);
-- Those that go on, to find which of them no alert knows.
create index if not exists outage_open on outage (ended_at, organization_id, id);
