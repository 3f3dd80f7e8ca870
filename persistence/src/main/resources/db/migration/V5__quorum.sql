-- How many of a monitor's regions must agree: any, majority, all, or a number.
alter table monitor add column quorum varchar default 'any' not null;
