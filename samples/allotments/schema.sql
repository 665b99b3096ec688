-- Allotment garden association, membership and plots.
-- Written by hand and run with psql on an empty database:  psql -f schema.sql allotments
\set ON_ERROR_STOP on

BEGIN;

create table members (
  id        serial primary key,
  name      varchar(80) not null,
  email     varchar(120) unique,
  sponsor   int references members          -- who brought them in; no action, so sponsors stay
);

create table sites (
  id        serial primary key,
  name      varchar(80) not null unique,
  warden    int references members on delete set null
);

create table plots (
  id        serial primary key,
  site      int not null references sites on delete cascade,
  number    varchar(8) not null,
  area_m2   int check (area_m2 > 0),
  unique (site, number)
);

create table leases (
  id        serial primary key,
  plot      int not null references plots(id) on delete restrict,
  member    int references members(id) on delete set null not null,   -- sic
  since     date not null default current_date,
  ended     date,
  check (ended is null or ended > since)
);

create table fees (
  lease     int references leases on delete cascade,
  year      int,
  euros     numeric(8,2) not null,
  primary key (lease, year)
);

create table payments (
  id        serial primary key,
  lease     int,
  year      int,
  paid_on   date not null,
  foreign key (lease, year) references fees match full on delete restrict deferrable initially deferred
);

create table sheds (
  plot      int primary key references plots on delete cascade,
  built_by  int constraint shed_builder references members on delete set default,
  colour    varchar(20) default 'green'
);

create table duties (
  id        serial primary key,
  member    int not null references members on delete cascade,
  swap_with int references duties on delete set null,
  day       date not null
);

create table waiting_list (
  member    int primary key references members on delete cascade,
  since     date not null
);

create table newsletter_log (
  email     varchar(120) references members(email) on update cascade on delete cascade,
  sent_on   date not null
);

-- Leases are never deleted: mark them as ended instead.
create rule end_lease as on delete to leases
  do instead (
    update leases set ended = current_date where id = old.id;
    notify leases
  );

create index on leases (member);
create index on leases (plot) where ended is null;
create index on duties using btree (day, member);

alter table plots add column tap int;
alter table plots add foreign key (tap) references plots on delete set null;
alter table sites add column main_plot int references plots on delete set null;

insert into members (name, email) values
  ('Office', 'office@allotments.example'),
  ('Treasurer; keeper of the keys', 'treasurer@allotments.example');

copy sites (name, warden) from stdin;
North bank	1
Mill Lane	\N
\.

COMMIT;
