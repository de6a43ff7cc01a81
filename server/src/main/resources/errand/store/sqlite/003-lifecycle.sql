-- What a job's life needs beyond its status: marks of its own, and work that the pulse has still to do.

alter table jobs add column ended integer not null default 0;

alter table jobs add column paused integer not null default 0;

alter table jobs add column chores text not null default '[]';

-- How many executions of a job, per status, were followed by a newer one on the same thing. Few jobs
-- retry, so a row is made when it is first needed.
create table job_superseded (
  job_id text not null,
  status integer not null,
  n integer not null check (n >= 0),
  primary key (job_id, status)
) strict, without rowid;

-- Continuous jobs by the groups they follow.
create table job_followers (
  group_id blob not null,
  job_id text not null,
  primary key (group_id, job_id)
) strict, without rowid;

create index job_followers_by_job on job_followers (job_id);

-- The history of one thing, newest first.
create index executions_by_thing on executions (thing_id, placed_order);
