-- The first schema: people, sessions and tokens, tasks (which are the queue), images, feedback, and the bookkeeping that
-- keeps the object store and the tables in agreement.
--
-- Conventions: ids are UUIDv7 made by the program; enumerations are text with a named check; every constraint has a name
-- of the form <table>_<what it says>, because the program tells violations apart by it.

-- Numbers every visible change of a task, so that a client that reconnects can say how far it got.
create sequence revision as bigint;

create table users (
    id            uuid        constraint users_pk primary key,
    email         text,
    password_hash text,
    role          text        not null default 'creator'
        constraint users_role_known check (role in ('creator', 'admin')),
    tier          text        not null
        constraint users_tier_known check (tier in ('premium', 'regular', 'free')),
    created_at    timestamptz not null default now(),
    -- A guest has neither, an account has both.
    constraint users_guest_or_account check ((email is null) = (password_hash is null))
);
create unique index users_email_unique on users (lower(email));
-- What the sweep looks through.
create index users_guests on users (created_at) where email is null;

-- tower-sessions' records. `id` is the SHA-256 of the cookie's value: reading this table gives nobody a session.
create table sessions (
    id         bytea       constraint sessions_pk primary key,
    -- Copied out of `data`, so that all sessions of a person can be found.
    user_id    uuid        constraint sessions_user_fk references users on delete cascade,
    data       jsonb       not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
);
create index sessions_by_user on sessions (user_id);
create index sessions_by_expiry on sessions (expires_at);

create table refresh_tokens (
    id         uuid        constraint refresh_tokens_pk primary key,
    -- All tokens that descend from one sign-in.
    family     uuid        not null,
    -- The token that was exchanged for this one.
    parent     uuid,
    user_id    uuid        not null constraint refresh_tokens_user_fk references users on delete cascade,
    -- SHA-256 of the token.
    hash       bytea       not null constraint refresh_tokens_hash_unique unique,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at    timestamptz,
    revoked_at timestamptz
);
create index refresh_tokens_by_family on refresh_tokens (family);
create index refresh_tokens_by_user on refresh_tokens (user_id);
create index refresh_tokens_by_expiry on refresh_tokens (expires_at);

-- Keys that the program makes for itself once and shares among all servers of this database.
create table secrets (
    name       text        constraint secrets_pk primary key,
    value      bytea       not null,
    created_at timestamptz not null default now()
);

create table tasks (
    id                  uuid        constraint tasks_pk primary key,
    user_id             uuid        not null constraint tasks_user_fk references users,
    kind                text        not null
        constraint tasks_kind_known check (kind in ('upscale')),
    state               text        not null default 'queued'
        constraint tasks_state_known check (state in ('queued', 'running', 'succeeded', 'failed', 'canceled')),
    -- Which workers may do it.
    pool                text        not null default 'default',
    -- The owner's tier at submission: 0 is served first.
    priority            smallint    not null
        constraint tasks_priority_range check (priority between 0 and 2),
    model               text        not null,
    version             text        not null,
    inputs              jsonb       not null,
    parameters          jsonb       not null,
    -- Size of the result, which the time it takes is proportional to.
    output_pixels       bigint      not null
        constraint tasks_output_pixels_positive check (output_pixels > 0),
    estimated_ms        bigint      not null,

    idempotency_key     text,
    request_hash        bytea,

    attempt             smallint    not null default 0,
    max_attempts        smallint    not null default 3,
    -- Fresh at every claim and demanded by everything a worker says about the task.
    lease               uuid,
    lease_expires_at    timestamptz,
    -- The process that holds or last held it.
    worker              uuid,
    cancel_requested_at timestamptz,
    step                integer,
    steps               integer,
    device              text,
    timings             jsonb,
    error               jsonb,

    revision            bigint      not null,
    created_at          timestamptz not null default now(),
    updated_at          timestamptz not null,
    queued_at           timestamptz not null default now(),
    started_at          timestamptz,
    finished_at         timestamptz,
    deleted_at          timestamptz,

    constraint tasks_idempotency_unique unique (user_id, idempotency_key),
    constraint tasks_idempotency_hashed check ((idempotency_key is null) = (request_hash is null)),
    constraint tasks_running_is_leased check ((state = 'running') = (lease is not null)),
    constraint tasks_lease_expires check ((lease is null) = (lease_expires_at is null)),
    constraint tasks_ended_has_time check ((state in ('succeeded', 'failed', 'canceled')) = (finished_at is not null)),
    constraint tasks_failed_has_error check ((state = 'failed') = (error is not null)),
    constraint tasks_steps_in_order check (step between 0 and steps)
);
-- The head of the queue, per priority.
create index tasks_queued on tasks (pool, priority, queued_at, id) where state = 'queued';
create index tasks_running on tasks (user_id) where state = 'running';
create index tasks_active on tasks (user_id) where state in ('queued', 'running');
create index tasks_by_user on tasks (user_id, created_at, id) where deleted_at is null;
create index tasks_by_revision on tasks (user_id, revision);

create function tasks_revise() returns trigger language plpgsql as $$
begin
    new.revision := nextval('revision');
    new.updated_at := clock_timestamp();
    return new;
end
$$;

-- `studio_task` tells who may be looking on; `studio_work` wakes workers.
create function tasks_notify() returns trigger language plpgsql as $$
begin
    perform pg_notify('studio_task', json_build_object('user_id', new.user_id, 'task_id', new.id)::text);
    if (new.state = 'queued' and old.state is distinct from 'queued')
        or (new.cancel_requested_at is not null and old.cancel_requested_at is null)
    then
        perform pg_notify('studio_work', '');
    end if;
    return null;
end
$$;

create trigger tasks_revise_insert before insert on tasks
    for each row execute function tasks_revise();
-- A sign of life that only extends the lease is no visible change.
create trigger tasks_revise_update before update on tasks
    for each row when (
        (old.user_id, old.state, old.step, old.steps, old.cancel_requested_at, old.deleted_at)
        is distinct from (new.user_id, new.state, new.step, new.steps, new.cancel_requested_at, new.deleted_at)
    ) execute function tasks_revise();
create trigger tasks_notify_insert after insert on tasks
    for each row execute function tasks_notify();
create trigger tasks_notify_update after update on tasks
    for each row when (old.revision is distinct from new.revision) execute function tasks_notify();

-- How fast each model version has been on each device, as a moving average.
create table task_speeds (
    kind             text             not null,
    model            text             not null,
    version          text             not null,
    device           text             not null,
    ms_per_megapixel double precision not null
        constraint task_speeds_positive check (ms_per_megapixel > 0),
    measured_at      timestamptz      not null default now(),
    constraint task_speeds_pk primary key (kind, model, version, device)
);

create table images (
    id                   uuid        constraint images_pk primary key,
    user_id              uuid        not null constraint images_user_fk references users,
    kind                 text        not null
        constraint images_kind_known check (kind in ('original', 'generated')),
    object_key           text        not null constraint images_object_unique unique,
    thumbnail_key        text        not null constraint images_thumbnail_unique unique,
    media_type           text        not null
        constraint images_media_type_known check (media_type in ('image/png', 'image/jpeg', 'image/webp')),
    thumbnail_media_type text        not null
        constraint images_thumbnail_media_type_known
            check (thumbnail_media_type in ('image/png', 'image/jpeg', 'image/webp')),
    width                integer     not null,
    height               integer     not null,
    bytes                bigint      not null,
    sha256               bytea       not null,
    blurhash             text        not null,
    title                text,
    favorite             boolean     not null default false,
    task_id              uuid        constraint images_task_fk references tasks on delete set null,
    source_image_id      uuid        constraint images_source_fk references images on delete set null,
    created_at           timestamptz not null default now(),
    deleted_at           timestamptz,
    constraint images_size_positive check (width > 0 and height > 0 and bytes > 0),
    constraint images_sha256_length check (octet_length(sha256) = 32)
);
create index images_by_user on images (user_id, created_at, id) where deleted_at is null;
create index images_by_task on images (task_id) where task_id is not null;
create index images_by_source on images (source_image_id) where source_image_id is not null;
create index images_deleted on images (deleted_at) where deleted_at is not null;

create table feedback (
    id               uuid        constraint feedback_pk primary key,
    user_id          uuid        not null constraint feedback_user_fk references users on delete cascade,
    image_id         uuid        not null constraint feedback_image_fk references images on delete cascade,
    rating           text        not null constraint feedback_rating_known check (rating in ('like', 'dislike')),
    reasons          text[]      not null,
    comment          text        not null,
    consent_training boolean     not null,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    constraint feedback_one_each unique (user_id, image_id)
);
create index feedback_by_image on feedback (image_id);

-- Objects that may exist without a row pointing at them. An intent is committed before its object is written and removed
-- by the transaction that makes a row point at the object; the one that removes such a row puts it back. So after any
-- crash the sweep knows every object that nothing points at.
create table object_intents (
    key         text        constraint object_intents_pk primary key,
    -- The lease under which it is being written, for results of tasks.
    lease       uuid,
    -- From when on the sweep may delete the object.
    expires_at  timestamptz not null,
    -- Until when a writer that was cut off may still finish writing: the intent outlives that.
    lands_until timestamptz not null,
    -- Set when the object was deleted: nothing may come to point at it any more.
    swept_at    timestamptz
);
create index object_intents_by_expiry on object_intents (expires_at);
create index object_intents_by_lease on object_intents (lease) where lease is not null;
