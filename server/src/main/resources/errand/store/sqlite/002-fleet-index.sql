-- What the fleet index needs beside the things themselves. Values are folded to lower case, since
-- searches do not tell case apart; names of attributes are not, since searches do.

-- Kept by triggers, so that whatever changes a thing cannot leave it behind. Ends in the thing's name:
-- the things with a value are one range, in name order.
create table thing_attributes (
  name text not null,
  value text not null,
  thing_name text not null,
  primary key (name, value, thing_name)
) strict, without rowid;

insert into thing_attributes (name, value, thing_name)
select a.key, lower(a.value), t.thing_name
from things t, json_each(t.attributes) a;

create trigger things_attributes_added after insert on things
begin
  insert into thing_attributes (name, value, thing_name)
  select key, lower(value), new.thing_name
  from json_each(new.attributes);
end;

create trigger things_attributes_changed after update of attributes on things
when new.attributes <> old.attributes
begin
  delete from thing_attributes
  where (name, value, thing_name) in (
    select key, lower(value), old.thing_name from json_each(old.attributes));
  insert into thing_attributes (name, value, thing_name)
  select key, lower(value), new.thing_name
  from json_each(new.attributes);
end;

create trigger things_attributes_removed after delete on things
begin
  delete from thing_attributes
  where (name, value, thing_name) in (
    select key, lower(value), old.thing_name from json_each(old.attributes));
end;

create index things_by_folded_type on things (lower(type_name)) where type_name is not null;

create index thing_groups_by_folded_name on thing_groups (lower(group_name));

-- Written in batches, behind the devices that come and go.
create table thing_presence (
  thing_id blob not null primary key,
  connected integer not null,
  changed_at integer not null,
  reason text
) strict, without rowid;

create table dynamic_groups (
  group_id blob not null primary key,
  group_name text not null,
  query text not null,
  standing text not null,
  walked text
) strict, without rowid;
