-- Lists of the jobs of a namespace and of those that are for a group. A list filters by any of
-- namespace, status and selection, so the indexes hold all three; where a list leaves one open, it
-- merges a range for each of its few values, and every page costs the same.

alter table jobs add column namespace text not null default '';

update jobs set namespace = json_extract(plan, '$.namespace')
where json_extract(plan, '$.namespace') is not null;

create index jobs_by_namespace on jobs (namespace, status, selection);

create table job_groups (
  group_id blob not null,
  status integer not null,
  selection text not null,
  job_order integer not null,
  namespace text not null,
  primary key (group_id, status, selection, job_order)
) strict, without rowid;

create index job_groups_by_namespace on job_groups (group_id, namespace, status, selection, job_order);

create index job_groups_by_job on job_groups (job_order);

-- Kept by triggers, so that whatever changes a job cannot leave it behind.
insert into job_groups (group_id, status, selection, job_order, namespace)
select unhex(replace(t.value ->> 'id', '-', '')), j.status, j.selection, j.job_order, j.namespace
from jobs j, json_each(j.plan, '$.targets') t
where t.value ->> 'group' is not null;

create trigger job_groups_added after insert on jobs
begin
  insert into job_groups (group_id, status, selection, job_order, namespace)
  select unhex(replace(value ->> 'id', '-', '')), new.status, new.selection, new.job_order,
    new.namespace
  from json_each(new.plan, '$.targets')
  where value ->> 'group' is not null;
end;

create trigger job_groups_grown after update of plan on jobs
when new.plan <> old.plan
begin
  insert or ignore into job_groups (group_id, status, selection, job_order, namespace)
  select unhex(replace(value ->> 'id', '-', '')), old.status, old.selection, old.job_order,
    old.namespace
  from json_each(new.plan, '$.targets')
  where value ->> 'group' is not null;
end;

create trigger job_groups_moved after update of status on jobs
when new.status <> old.status
begin
  update job_groups set status = new.status where job_order = old.job_order;
end;

create trigger job_groups_removed after delete on jobs
begin
  delete from job_groups where job_order = old.job_order;
end;
