drop table rate_windows;
drop table api_keys;
alter table users drop column tokens_since;
alter table users drop column hourly_quota;
