-- The order of all templates is their key, as it is of jobs.
create table job_templates (
  template_order integer not null primary key,
  template_id text not null unique,
  description text not null,
  document text not null,
  url text,
  terms text not null,
  windows text not null,
  created_at integer not null
) strict;

-- Events that an account has turned on, until every reader has them.
create table events (
  number integer not null primary key,
  payload text not null
) strict;

create table event_readers (
  reader text not null primary key,
  position integer not null
) strict, without rowid;
