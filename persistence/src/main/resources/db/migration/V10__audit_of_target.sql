-- What was done to one thing, as a monitor's page tells it.
create index if not exists audit_log_target
  on audit_log (organization_id, target_kind, target_id, at, id);
