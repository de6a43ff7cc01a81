-- What waits is hidden while a job is scheduled (status 0), and stays so when it is over then.
alter table jobs add column hidden integer not null default 0;

update jobs set hidden = 1 where status = 0;
