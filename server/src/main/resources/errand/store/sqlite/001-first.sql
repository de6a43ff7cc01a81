-- Instants are milliseconds since 1970, ids blobs of 16 bytes, flags 0 or 1. Numbers of statuses are
-- the places of the constants in the program's enums. No foreign keys: each use case checks in its own
-- transaction what must be there, and a check here would be a second look-up for every row written.

create table things (
  thing_name text not null primary key,
  thing_id blob not null,
  type_name text,
  attributes text not null,
  version integer not null,
  created_at integer not null
) strict, without rowid;

create unique index things_by_id on things (thing_id);

create table thing_groups (
  group_name text not null primary key,
  group_id blob not null,
  parent_name text,
  description text not null,
  attributes text not null,
  version integer not null,
  created_at integer not null
) strict, without rowid;

-- Each group once for itself and once for every group above it. A group never moves, so this is
-- written when the group is made and spares a walk down the tree for every page of descendants.
create table group_ancestry (
  ancestor_id blob not null,
  group_name text not null,
  group_id blob not null,
  primary key (ancestor_id, group_name)
) strict, without rowid;

create index group_ancestry_by_group on group_ancestry (group_id);

create table memberships (
  group_id blob not null,
  thing_name text not null,
  thing_id blob not null,
  joined integer not null,
  primary key (group_id, thing_name)
) strict, without rowid;

create unique index memberships_by_thing on memberships (thing_id, group_id);

create table certificates (
  certificate_id text not null primary key,
  pem text not null,
  standing text not null,
  created_at integer not null
) strict;

create table certificate_things (
  certificate_id text not null,
  thing_id blob not null,
  primary key (certificate_id, thing_id)
) strict, without rowid;

create index certificate_things_by_thing on certificate_things (thing_id, certificate_id);

-- The order of all jobs is their key, so the list of all jobs needs no index. The three indexes below
-- it end in that key without saying so: each filtered list is one range, read backwards.
create table jobs (
  job_order integer not null primary key,
  job_id text not null unique,
  status integer not null,
  selection text not null,
  created_at integer not null,
  updated_at integer not null,
  completed_at integer,
  reason_code text,
  comment text,
  forced integer not null,
  due integer,
  version integer not null,
  progress text not null,
  terms text not null,
  plan text not null
) strict;

create index jobs_by_status on jobs (status);

create index jobs_by_selection on jobs (selection);

create index jobs_by_status_and_selection on jobs (status, selection);

create index jobs_due on jobs (due) where due is not null;

create table job_documents (
  job_id text not null primary key,
  document text not null
) strict;

-- One row for each status from the job's beginning, so that a move is one statement.
create table job_counts (
  job_id text not null,
  slot integer not null,
  status integer not null,
  n integer not null check (n >= 0),
  primary key (job_id, slot, status)
) strict, without rowid;

-- The hottest table: whatever a device reports changes one row here. "pending" is 1 or nothing, and
-- apart from the status, so that a device which takes up an execution leaves the queue's index alone.
-- It keeps its row numbers: rows then lie in the order of their placement, so what one rollout has
-- running lies together, and indexes end in a short number instead of the whole key. Measured: half
-- the pages written by a group of reports, compared with rows stored by key.
create table executions (
  thing_id blob not null,
  job_id text not null,
  number integer not null,
  thing_name text not null,
  namespace text not null,
  attempt integer not null,
  queued_at integer not null,
  placed_order integer not null,
  status integer not null,
  pending integer,
  started_at integer,
  updated_at integer not null,
  job_due integer,
  step_due integer,
  due integer,
  version integer not null,
  forced integer not null,
  details text,
  primary key (thing_id, job_id, number)
) strict;

create index executions_pending on executions (thing_id) where pending is not null;

-- With the number a list is found, merged over all statuses and cut to a page within this index.
create index executions_by_job on executions (job_id, status, placed_order, thing_id, number);

create index executions_due on executions (due) where due is not null;

create table outbox (
  number integer not null primary key,
  payload text not null
) strict;

-- Numbers that were given out, or may have been: the next start begins above them.
create table marks (
  name text not null primary key,
  value integer not null
) strict, without rowid;
