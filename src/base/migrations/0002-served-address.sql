-- Where the service on these data is reached: written when it begins to serve, read by commands that print links.
create table base.served_address (
  id boolean primary key default true check (id),
  public_url text not null,
  served_at timestamptz not null
);
