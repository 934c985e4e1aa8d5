drop table rate_windows;
drop table api_keys;
alter table users drop column token_version;
alter table users drop column hourly_quota;
