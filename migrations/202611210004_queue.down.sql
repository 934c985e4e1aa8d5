drop index tasks_alike, tasks_queued_by_user, tasks_queued;
alter table tasks drop column turn, drop column fair_start;
alter table tasks drop constraint tasks_pool_known;
update tasks set pool = 'default';
alter table tasks alter column pool set default 'default';
alter table tasks drop column batch_key, drop column batch_pictures;
create index tasks_queued on tasks (pool, priority, queued_at, id) where state = 'queued';
