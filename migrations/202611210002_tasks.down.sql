-- What the older version does not know goes; the sweep removes the files.
insert into object_intents (key, expires_at, lands_until)
select key, now(), now()
from images, unnest(array[object_key, thumbnail_key]) as key
where kind = 'mask' or task_id in (select id from tasks where kind <> 'upscale');
delete from feedback where image_id in (select i.id from images i join tasks t on t.id = i.task_id where t.kind <> 'upscale');
delete from images where kind = 'mask' or task_id in (select id from tasks where kind <> 'upscale');
delete from task_speeds where kind <> 'upscale';
delete from tasks where kind <> 'upscale';

alter table images drop constraint images_kind_known;
alter table images add constraint images_kind_known check (kind in ('original', 'generated'));

alter table tasks rename constraint tasks_work_pixels_positive to tasks_output_pixels_positive;
alter table tasks rename column work_pixels to output_pixels;

alter table tasks drop constraint tasks_kind_known;
alter table tasks add constraint tasks_kind_known check (kind in ('upscale'));
