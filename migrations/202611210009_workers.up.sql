-- Workers that are there, so that those who wait can be told how long: of each process, how many take from the same pools.
create table workers (
    process uuid        not null,
    pools   text[]      not null,
    count   integer     not null
        constraint workers_count_positive check (count > 0),
    -- Renewed every few seconds.
    seen_at timestamptz not null default now(),
    constraint workers_pk primary key (process, pools)
);
