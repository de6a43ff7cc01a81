-- The rest of the registry.

alter table things add column billing_group text;

create index things_by_type on things (type_name) where type_name is not null;

create table thing_types (
  type_name text not null primary key,
  type_id blob not null,
  properties text not null,
  deprecated_at integer,
  created_at integer not null
) strict, without rowid;

create unique index thing_groups_by_id on thing_groups (group_id);

-- Ends in the group's name without saying so: the children of a group are one range, in name order,
-- and so are the groups that have no parent.
create index thing_groups_by_parent on thing_groups (parent_name);

-- All tags of a resource in one row: there are few, and they are always read together.
create table tags (
  kind text not null,
  name text not null,
  tags text not null,
  primary key (kind, name)
) strict, without rowid;

create table account_settings (
  name text not null primary key,
  value text not null
) strict, without rowid;
