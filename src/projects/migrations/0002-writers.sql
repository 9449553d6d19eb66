-- Everybody who typed something into the form: whoever hands it in for them, they do not approve it.
alter table projects.unfinished_form add column writers integer[] not null default '{}';
