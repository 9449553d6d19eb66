-- A gate looks at the latest clearance of each kind, ended or not; without this it read every clearance of every project.
create index clearance_of_project on projects.clearance (project_id, kind, id desc);
