alter table tasks drop column board_id;
alter table images drop column board_id;
drop table boards;
