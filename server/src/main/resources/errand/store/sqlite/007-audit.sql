-- Who did what, in the order of writing. Rows are added, and dropped when old; none ever changes.
create table audit (
  number integer not null primary key autoincrement,
  at integer not null,
  actor_kind text not null,
  actor text not null,
  address text not null,
  action text not null,
  resources text not null,
  outcome text not null,
  code text not null,
  times integer not null
) strict;

create trigger audit_stays before update on audit
begin
  select raise(abort, 'an audit entry does not change');
end;

create index audit_by_time on audit (at);

create index audit_by_actor on audit (actor, number);

create index audit_undone on audit (number) where outcome <> 'DONE';

create table audit_resources (
  resource text not null,
  number integer not null,
  primary key (resource, number)
) strict, without rowid;

create trigger audit_resources_go after delete on audit
begin
  delete from audit_resources
  where number = old.number
    and resource in (select value from json_each(old.resources));
end;
