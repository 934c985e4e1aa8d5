-- Settings that somebody keeps under a name.
create table presets (
    id         uuid        constraint presets_pk primary key,
    user_id    uuid        not null constraint presets_user_fk references users on delete cascade,
    name       text        not null,
    kind       text        not null,
    -- The task's default one when it is null, whichever that is then.
    model      text,
    inputs     jsonb       not null,
    parameters jsonb       not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create index presets_by_user on presets (user_id, name);
