-- Policies, certificate authorities, and what else is known of a certificate.

alter table certificates add column source text not null default 'ISSUED';
alter table certificates add column authority_id text;
alter table certificates add column valid_from integer not null default 0;
alter table certificates add column valid_until integer not null default 2524607999000;
alter table certificates add column updated_at integer not null default 0;

create index certificates_by_creation on certificates (created_at, certificate_id);

create index certificates_by_authority on certificates (authority_id, created_at, certificate_id)
  where authority_id is not null;

alter table certificate_things add column exclusive integer not null default 0;

create table authorities (
  authority_id text not null primary key,
  pem text not null,
  subject text not null,
  active integer not null,
  registers_devices integer not null,
  shared integer not null,
  valid_from integer not null,
  valid_until integer not null,
  created_at integer not null,
  updated_at integer not null
) strict;

create index authorities_by_subject on authorities (subject, authority_id);

-- At most one row: the code that proves one holds an authority's key.
create table registration_codes (
  one integer not null primary key check (one = 1),
  code text not null
) strict;

create table policies (
  policy_name text not null primary key,
  default_version integer not null,
  last_version integer not null,
  created_at integer not null,
  updated_at integer not null
) strict, without rowid;

create table policy_versions (
  policy_name text not null,
  number integer not null,
  document text not null,
  created_at integer not null,
  primary key (policy_name, number)
) strict;

create table policy_certificates (
  certificate_id text not null,
  policy_name text not null,
  primary key (certificate_id, policy_name)
) strict, without rowid;

create index policy_certificates_by_policy on policy_certificates (policy_name, certificate_id);

-- By id, so that a group made anew under an old name has none of the old one's policies.
create table policy_groups (
  group_id blob not null,
  policy_name text not null,
  primary key (group_id, policy_name)
) strict, without rowid;

create index policy_groups_by_policy on policy_groups (policy_name, group_id);
