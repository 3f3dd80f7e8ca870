-- Where the organization's days begin and end (an IANA name).
alter table organization add column if not exists time_zone varchar default 'UTC' not null;

-- When the row was written: what happened before a day was summed up and was stored after that.
alter table event_log
  add column if not exists stored_at timestamp(6) with time zone default current_timestamp not null;
create index if not exists event_log_stored on event_log (organization_id, stored_at);
create index if not exists event_log_time on event_log (at);
