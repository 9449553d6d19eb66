-- The bare list of datastreams, for views of higher rooms that look something up for each.
create view register.v_datastream_id as select id, authority_id from register.datastream;
