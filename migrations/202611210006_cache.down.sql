drop index tasks_results;
drop index tasks_running_by_cache_key;
alter table tasks drop column cached;
alter table tasks drop column results;
alter table tasks drop column cache_key;
