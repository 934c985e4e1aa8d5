-- Keys for programs, limits that every server of the database shares, and the end of access tokens before their time.

-- What a person gets in an hour, where it differs from their tier's: null is the tier's, 0 no limit.
alter table users add column hourly_quota integer
    constraint users_hourly_quota_not_negative check (hourly_quota >= 0);
-- Raised to end all access tokens of a person before their time: they carry the number they were made under.
alter table users add column token_version integer not null default 0;

create table api_keys (
    id           uuid        constraint api_keys_pk primary key,
    user_id      uuid        not null constraint api_keys_user_fk references users on delete cascade,
    name         text        not null,
    -- The part before the dot: what a key is found and recognised by.
    prefix       text        not null constraint api_keys_prefix_unique unique,
    -- SHA-256 of the part after the dot.
    hash         bytea       not null,
    scopes       text[]      not null,
    hourly_quota integer
        constraint api_keys_hourly_quota_positive check (hourly_quota > 0),
    created_at   timestamptz not null default now(),
    expires_at   timestamptz,
    last_used_at timestamptz,
    constraint api_keys_hash_length check (octet_length(hash) = 32)
);
create index api_keys_by_user on api_keys (user_id, created_at, id);

-- How much of a limit is used up: a window begins with the first use after the end of the last one. No foreign key:
-- counting must not wait for whoever locks a person.
create table rate_windows (
    -- What is limited and for whom, such as `tasks/user/<id>`.
    subject text        constraint rate_windows_pk primary key,
    used    integer     not null,
    ends_at timestamptz not null,
    constraint rate_windows_used_not_negative check (used >= 0)
);
create index rate_windows_by_end on rate_windows (ends_at);
