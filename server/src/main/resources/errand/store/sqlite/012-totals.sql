-- How much there is of what quotas limit, kept by triggers: counting a hundred thousand jobs for each
-- one created would make each dearer than the last.
create table totals (
  name text not null primary key,
  n integer not null
) strict, without rowid;

insert into totals (name, n) select 'jobs/' || status, count(*) from jobs group by status;

insert into totals (name, n) select 'templates', count(*) from job_templates;

create trigger jobs_counted after insert on jobs
begin
  insert into totals (name, n) values ('jobs/' || new.status, 1)
  on conflict (name) do update set n = n + 1;
end;

create trigger jobs_recounted after update of status on jobs
when new.status <> old.status
begin
  update totals set n = n - 1 where name = 'jobs/' || old.status;
  insert into totals (name, n) values ('jobs/' || new.status, 1)
  on conflict (name) do update set n = n + 1;
end;

create trigger jobs_uncounted after delete on jobs
begin
  update totals set n = n - 1 where name = 'jobs/' || old.status;
end;

create trigger templates_counted after insert on job_templates
begin
  insert into totals (name, n) values ('templates', 1)
  on conflict (name) do update set n = n + 1;
end;

create trigger templates_uncounted after delete on job_templates
begin
  update totals set n = n - 1 where name = 'templates';
end;

-- Being rolled out or called off. Few jobs are, so the index is short.
alter table jobs add column concurrent integer not null default 0;

update jobs set concurrent = 1
where (status = 1 and (not json_extract(progress, '$.done') and not ended or chores <> '[]'))
  or (status = 3 and chores <> '[]');

create index jobs_concurrent on jobs (job_order) where concurrent = 1;
