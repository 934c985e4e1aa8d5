-- Boards: what their owner puts pictures on. A picture is on one, or on none.

create table boards (
    id         uuid        constraint boards_pk primary key,
    user_id    uuid        not null constraint boards_user_fk references users on delete cascade,
    name       text        not null
        constraint boards_name_length check (char_length(name) between 1 and 80),
    created_at timestamptz not null default now()
);
create unique index boards_name_unique on boards (user_id, lower(name));

alter table images add column board_id uuid constraint images_board_fk references boards on delete set null;
create index images_by_board on images (board_id, created_at, id) where board_id is not null;

-- Where the results of a task go.
alter table tasks add column board_id uuid constraint tasks_board_fk references boards on delete set null;
create index tasks_by_board on tasks (board_id) where board_id is not null;
