-- Deleted groups some of whose memberships are still to be taken away, a batch at a time. Nothing
-- sees them meanwhile: every way to a membership leads over its group.
create table abandoned_groups (
  group_id blob not null primary key
) strict, without rowid;
