create view projects.v_project_person as select project_id, person_id, authority_id, part from projects.project_person;
