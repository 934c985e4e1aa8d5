alter table tasks drop constraint tasks_kind_known;
alter table tasks add constraint tasks_kind_known
    check (kind in ('text-to-image', 'image-to-image', 'inpaint', 'upscale', 'style-transfer', 'remove-background',
                    'segment'));

-- Pixels of the result times the steps that each takes: what the time of a task is proportional to.
alter table tasks rename column output_pixels to work_pixels;
alter table tasks rename constraint tasks_output_pixels_positive to tasks_work_pixels_positive;

alter table images drop constraint images_kind_known;
alter table images add constraint images_kind_known check (kind in ('original', 'generated', 'mask'));
