-- The zone that a person reads times in; null where none was chosen.
alter table account add column if not exists time_zone varchar;

-- Where a session was started from; empty for those from before this was kept.
alter table account_session add column if not exists address varchar default '' not null;
