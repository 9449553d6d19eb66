-- The key that this installation signs certificates with. One is made when the first certificate is asked for; older ones stay, so that
-- what they signed can still be checked.
create table publish.signing_key (
  id text primary key,          -- thumbprint of the public key (RFC 7638)
  public_key text not null,     -- SPKI, PEM
  private_sealed bytea not null, -- PKCS #8, PEM, sealed with the key of the data folder
  made_at timestamptz not null
);
