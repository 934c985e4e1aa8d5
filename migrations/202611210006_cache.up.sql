-- What a task was asked for, so that an equal one can have its results: a hash of kind, model version, the contents of the
-- pictures, and parameters. Null: it wants work of its own.
alter table tasks add column cache_key bytea;
-- How many pictures came of it. When some of them were deleted since, the rest answers nobody.
alter table tasks add column results integer;
-- Whether they are those of an equal task.
alter table tasks add column cached boolean not null default false;

create index tasks_running_by_cache_key on tasks (cache_key) where state = 'running' and cache_key is not null;
create index tasks_results on tasks (cache_key, finished_at)
    where state = 'succeeded' and cache_key is not null and deleted_at is null;
