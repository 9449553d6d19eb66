-- What people changed of devices, newest first: the register's feed of changes reads a page of it.
create index state_change_by_people on register.device_state_change (changed_at desc, id desc)
  where person_id is not null and state in ('live', 'maintenance', 'retired');
create index device_by_creation on register.device (created_at desc);
