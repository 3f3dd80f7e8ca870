-- What the incidents' journals say, handed over by the incidents.
create table if not exists incident (
  organization_id uuid not null,
  id uuid not null,
  -- investigating, identified, monitoring, resolved, postmortem
  phase varchar not null,
  -- none, minor, major, critical
  impact varchar not null,
  -- internal, public
  visibility varchar not null,
  title varchar not null,
  -- in lower case, what is searched
  words varchar not null,
  started_at timestamp(6) with time zone not null,
  -- null where it goes on
  ended_at timestamp(6) with time zone,
  -- when something happened to it last
  changed_at timestamp(6) with time zone not null,
  removed boolean not null,
  sequence bigint not null,
  -- all of it, as JSON
  record varchar not null,
  primary key (organization_id, id)
);
create index if not exists incident_time on incident (organization_id, started_at, id);
create index if not exists incident_end on incident (ended_at, organization_id, id);
create index if not exists incident_change on incident (changed_at, organization_id, id);
