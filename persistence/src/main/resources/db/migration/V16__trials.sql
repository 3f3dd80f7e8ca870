-- Tests of a place and codes are in the log of deliveries too, and no alert's.
alter table delivery alter column alert_id drop not null;
