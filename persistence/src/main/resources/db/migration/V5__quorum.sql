-- How many of a monitor's regions must agree: any, majority, all, or a number.
alter table monitor add column if not exists quorum varchar default 'any' not null;
