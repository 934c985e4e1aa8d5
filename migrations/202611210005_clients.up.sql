-- What a person chose through another product's interface, such as A1111's options, and that has no other place here.
create table client_settings (
    user_id  uuid  not null constraint client_settings_user_fk references users on delete cascade,
    client   text  not null,
    settings jsonb not null,
    constraint client_settings_pk primary key (user_id, client)
);

-- Who wants to be told when the task has ended.
alter table tasks add column webhook text;

-- What deliveries to a person's webhooks are signed with.
create table webhook_secrets (
    user_id uuid  constraint webhook_secrets_pk primary key
        constraint webhook_secrets_user_fk references users on delete cascade,
    secret  bytea not null
);

-- The outbox: a row is there until its delivery has been taken or given up.
create table webhook_deliveries (
    -- What the receiver can tell repeated deliveries by.
    id         uuid        constraint webhook_deliveries_pk primary key,
    task_id    uuid        not null constraint webhook_deliveries_task_fk references tasks on delete cascade
        constraint webhook_deliveries_one_each unique,
    attempts   smallint    not null default 0,
    due_at     timestamptz not null default now(),
    created_at timestamptz not null default now()
);
create index webhook_deliveries_due on webhook_deliveries (due_at);

-- In the transaction that ends the task, whoever ends it: a task that has ended and its delivery come together.
create function tasks_announce_end() returns trigger language plpgsql as $$
begin
    insert into webhook_deliveries (id, task_id) values (gen_random_uuid(), new.id) on conflict do nothing;
    return null;
end
$$;
create trigger tasks_announce_end after update on tasks
    for each row when (
        new.webhook is not null and old.state in ('queued', 'running')
        and new.state in ('succeeded', 'failed', 'canceled')
    ) execute function tasks_announce_end();
