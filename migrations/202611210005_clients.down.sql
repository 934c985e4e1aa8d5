drop trigger tasks_announce_end on tasks;
drop function tasks_announce_end();
drop table webhook_deliveries;
drop table webhook_secrets;
alter table tasks drop column webhook;
drop table client_settings;
