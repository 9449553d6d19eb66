-- Everybody who wrote something of the version: nobody approves their own words, whoever submitted them.
alter table register.declaration add column writers integer[] not null default '{}';

create or replace view register.v_declaration as
  select id, authority_id, project_id, version, state, body, body_hash, saved_by, saved_at, submitted_by, submitted_at,
         decided_by, decided_at, in_force_from, ended_at, ended_by, ended_reason, writers
  from register.declaration;
