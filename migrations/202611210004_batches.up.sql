-- What tasks must have in common to be painted together, and how many pictures this one is; null: it is always alone.
alter table tasks add column batch_key text;
alter table tasks add column batch_pictures integer
    constraint tasks_batch_pictures_positive check (batch_pictures > 0);
alter table tasks add constraint tasks_batch_counted check ((batch_key is null) = (batch_pictures is null));
create index tasks_alike on tasks (batch_key, priority, queued_at, id) where state = 'queued' and batch_key is not null;
