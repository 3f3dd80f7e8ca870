-- What each day of a monitor was, by region.
create table if not exists rollup (
  organization_id uuid not null,
  monitor_id uuid not null,
  on_day date not null,
  region varchar not null,
  observed_ms bigint not null,
  down_ms bigint not null,
  checks bigint not null,
  covered_ms bigint not null,
  -- in microseconds; null where nothing answered
  latency_average double precision,
  latency_p50 double precision,
  latency_p95 double precision,
  latency_p99 double precision,
  primary key (organization_id, monitor_id, on_day, region)
);
create index if not exists rollup_of_day on rollup (organization_id, on_day);

-- Which days of an organization are in it, whole.
create table if not exists rollup_day (
  organization_id uuid not null,
  on_day date not null,
  begins_at timestamp(6) with time zone not null,
  ends_at timestamp(6) with time zone not null,
  first_rolled_at timestamp(6) with time zone not null,
  rolled_at timestamp(6) with time zone not null,
  -- whether the archive answered
  archived boolean not null,
  -- whether nothing more is to come from the archive
  settled boolean not null,
  primary key (organization_id, on_day)
);

-- Events that were stored up to then are in all of an organization's days.
create table if not exists rollup_progress (
  organization_id uuid not null primary key,
  events_until timestamp(6) with time zone not null
);
