-- Templates by which new devices are given what they need.
create table provisioning_templates (
  template_name text not null primary key,
  kind text not null,
  description text not null,
  enabled integer not null,
  role text not null,
  default_version integer not null,
  last_version integer not null,
  created_at integer not null,
  updated_at integer not null
) strict, without rowid;

create table provisioning_versions (
  template_name text not null,
  number integer not null,
  body text not null,
  created_at integer not null,
  primary key (template_name, number)
) strict;

-- Certificates that go when their time is up, unless they are claimed before. The text that claims one
-- is kept as its hash only, so that a copy of this file claims nothing.
create table unclaimed_certificates (
  certificate_id text not null primary key,
  token_hash text,
  owner text not null,
  expires_at integer not null
) strict, without rowid;

create unique index unclaimed_by_token on unclaimed_certificates (token_hash)
  where token_hash is not null;

create index unclaimed_by_expiry on unclaimed_certificates (expires_at);
