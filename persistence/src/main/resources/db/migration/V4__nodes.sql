-- The nodes that share this store, as each wrote it of itself. A node without an incarnation is
-- joining; removing the row of a node that is gone for good lets the others form a cluster at once.
create table if not exists node (
  address varchar not null primary key,
  process_id uuid not null,
  incarnation uuid,
  management_address varchar,
  region varchar not null,
  seen timestamp(6) with time zone not null
);

-- The cluster that was formed last, in one row.
create table if not exists cluster_incarnation (
  singleton smallint default 1 not null primary key check (singleton = 1),
  incarnation uuid not null,
  formed_at timestamp(6) with time zone not null
);
