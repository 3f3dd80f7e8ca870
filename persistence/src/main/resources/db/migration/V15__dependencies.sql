-- What a monitor depends on: a JSON list of monitors' ids; null for nothing.
alter table monitor add column if not exists depends_on varchar;
