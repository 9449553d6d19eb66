-- To whom every reading of a property is promised: `to_staff`, the staff of the authority; else only the people of the project.
-- The promise in force counts, or the last that named the property, as for retention. No row: to nobody.
create view register.v_reader as
  select promise.authority_id, promise.project_id, promise.property as property_code, bool_or(a.audience <> 'project') as to_staff
  from (
    select distinct on (dc.authority_id, dc.project_id, p.property) dc.authority_id, dc.project_id, p.property, p.audiences
    from register.declaration dc
    cross join lateral jsonb_to_recordset(dc.body -> 'properties') as p (property text, audiences jsonb)
    where dc.in_force_from is not null
    order by dc.authority_id, dc.project_id, p.property, dc.state = 'in_force' desc, dc.version desc) as promise
  cross join lateral jsonb_to_recordset(promise.audiences) as a (audience text, detail text)
  where a.detail = 'readings'
  group by 1, 2, 3;
