-- Catalogues of others, gathered so that whoever plans a project finds data that exists already. A dataset's description is kept as
-- the catalogue gave it last; it goes when the catalogue no longer lists it.
create table publish.harvested_catalogue (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  title text not null,
  url text not null,
  format text not null check (format in ('ckan', 'dcat')),
  added_by integer references identity.person,
  added_at timestamptz not null,
  tried_at timestamptz,       -- when it was last asked
  harvested_at timestamptz,   -- when it last answered whole
  failed_because text,        -- why the last attempt failed; null when it did not
  unique (authority_id, url)
);

create table publish.harvested_dataset (
  catalogue_id integer not null references publish.harvested_catalogue on delete cascade,
  identifier text not null,
  title text not null,
  description text not null,
  publisher text,
  page text,                  -- where a person reads about it
  licence text,
  keywords text not null,     -- parted by commas
  modified text,              -- as the catalogue says it
  words tsvector not null generated always as (setweight(to_tsvector('english', title), 'A')
    || setweight(to_tsvector('english', keywords), 'B') || setweight(to_tsvector('english', description), 'C')) stored,
  primary key (catalogue_id, identifier)
);
create index harvested_dataset_words on publish.harvested_dataset using gin (words);
