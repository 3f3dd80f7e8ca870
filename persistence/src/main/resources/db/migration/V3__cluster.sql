-- What one node at a time may do, by the database's clock.
create table if not exists lease (
  name varchar not null primary key,
  owner varchar not null,
  expires_at timestamp(6) with time zone not null
);
