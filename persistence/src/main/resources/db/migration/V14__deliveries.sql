-- What was sent to which channel or contact method, and what came of it: of each message one row,
-- written with its alert's.
create table if not exists delivery (
  organization_id uuid not null,
  id uuid not null,
  alert_id uuid not null,
  -- a channel or a contact method
  endpoint_id uuid not null,
  kind varchar not null,
  -- waiting, delivered, failed, dropped
  state varchar not null,
  attempts integer not null,
  due_at timestamp(6) with time zone not null,
  changed_at timestamp(6) with time zone not null,
  reason varchar,
  reference varchar,
  -- of the alert's row that it was written with
  sequence bigint not null,
  primary key (organization_id, id)
);
create index if not exists delivery_of_endpoint on delivery (organization_id, endpoint_id, due_at, id);
create index if not exists delivery_state on delivery (organization_id, endpoint_id, state, changed_at);
create index if not exists delivery_time on delivery (changed_at);
