-- What tasks must have in common to be painted together, and how many pictures this one is; null: it is always alone.
alter table tasks add column batch_key text;
alter table tasks add column batch_pictures integer
    constraint tasks_batch_pictures_positive check (batch_pictures > 0);
alter table tasks add constraint tasks_batch_counted check ((batch_key is null) = (batch_pictures is null));

-- Which workers may do it.
alter table tasks alter column pool drop default;
update tasks set pool = case when kind in ('text-to-image', 'image-to-image', 'inpaint') then 'generation'
                             else 'upscaling' end;
alter table tasks add constraint tasks_pool_known check (pool in ('generation', 'upscaling', 'batch'));

-- The order of the queue, in seconds since 1970: when it would be its turn if its owner had a machine alone, and a minute
-- later for each tier below the best.
alter table tasks add column fair_start double precision;
update tasks set fair_start = extract(epoch from queued_at);
alter table tasks alter column fair_start set not null;
alter table tasks add column turn double precision generated always as (fair_start + 60 * priority) stored;

drop index tasks_queued;
create index tasks_queued on tasks (pool, turn, id) include (user_id) where state = 'queued';
create index tasks_queued_by_user on tasks (user_id, pool, fair_start) where state = 'queued';
create index tasks_alike on tasks (batch_key, turn, id) where state = 'queued' and batch_key is not null;
