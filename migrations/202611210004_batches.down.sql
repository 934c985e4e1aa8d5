drop index tasks_alike;
alter table tasks drop column batch_key, drop column batch_pictures;
