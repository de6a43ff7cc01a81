-- Documents as they were sent in, where that is not what the job has.
alter table job_documents add column submitted text;

-- Files that devices fetch; the contents themselves are in a folder, by their digest.
create table buckets (
  bucket text not null primary key,
  created_at integer not null
) strict, without rowid;

-- Every content that a name has, or had and is kept for those who were sent for it.
create table artifacts (
  bucket text not null,
  key text not null,
  sha256 text not null,
  bytes integer not null,
  label text not null,
  stored_at integer not null,
  links_from integer,
  retired_at integer,
  primary key (bucket, key, sha256)
) strict;

create unique index artifacts_current on artifacts (bucket, key) where retired_at is null;

create index artifacts_retired on artifacts (retired_at) where retired_at is not null;

create index artifacts_by_content on artifacts (sha256);

create table packages (
  package_name text not null primary key,
  description text,
  default_version text,
  created_at integer not null,
  updated_at integer not null
) strict, without rowid;

create table package_versions (
  package_name text not null,
  version text not null,
  status text not null,
  content text not null,
  created_at integer not null,
  updated_at integer not null,
  primary key (package_name, version)
) strict;

-- What jobs brought to things.
create table thing_packages (
  thing_id blob not null,
  package_name text not null,
  version text not null,
  attributes text not null,
  primary key (thing_id, package_name)
) strict, without rowid;

alter table job_templates add column versions text not null default '[]';
