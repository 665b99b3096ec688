-- A content system for many tenants over four schemas; every key carries the tenant.

CREATE SCHEMA tenancy;
CREATE SCHEMA content;
CREATE SCHEMA media;
CREATE SCHEMA billing;

CREATE TABLE tenancy.tenants (
    id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
    slug text NOT NULL UNIQUE
);

CREATE TABLE tenancy.members (
    tenant_id uuid NOT NULL REFERENCES tenancy.tenants ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    email text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, email)
);

CREATE TABLE media.files (
    tenant_id uuid NOT NULL REFERENCES tenancy.tenants ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    uploaded_by_id bigint,
    path text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, uploaded_by_id) REFERENCES tenancy.members ON DELETE SET NULL (uploaded_by_id)
);
CREATE INDEX files_uploader_idx ON media.files (tenant_id, uploaded_by_id) WHERE uploaded_by_id IS NOT NULL;

-- The slip that column lists were made for: a plain SET NULL takes the tenant too, and the tenant is NOT NULL.
CREATE TABLE content.articles (
    tenant_id uuid NOT NULL REFERENCES tenancy.tenants ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    author_id bigint,
    cover_id bigint,
    published_revision integer,
    slug text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, slug),
    FOREIGN KEY (tenant_id, author_id) REFERENCES tenancy.members ON DELETE SET NULL,
    FOREIGN KEY (tenant_id, cover_id) REFERENCES media.files ON DELETE SET NULL (cover_id)
);
CREATE INDEX articles_author_idx ON content.articles (author_id, tenant_id);
CREATE INDEX articles_cover_idx ON content.articles (tenant_id, slug, cover_id);

CREATE TABLE content.revisions (
    tenant_id uuid NOT NULL,
    article_id bigint NOT NULL,
    number integer NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (tenant_id, article_id, number),
    FOREIGN KEY (tenant_id, article_id) REFERENCES content.articles ON DELETE CASCADE
);
ALTER TABLE content.articles ADD CONSTRAINT articles_published_revision_fkey
    FOREIGN KEY (tenant_id, id, published_revision) REFERENCES content.revisions (tenant_id, article_id, number)
    DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE content.pages (
    tenant_id uuid NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    parent_id bigint,
    article_id bigint,
    sort_order integer NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, parent_id, sort_order) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (tenant_id, parent_id) REFERENCES content.pages ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, article_id) REFERENCES content.articles ON DELETE RESTRICT,
    FOREIGN KEY (tenant_id) REFERENCES tenancy.tenants ON DELETE CASCADE
);
CREATE INDEX pages_article_idx ON content.pages (tenant_id, article_id);

CREATE TABLE content.comments (
    tenant_id uuid NOT NULL,
    article_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id bigint,
    body text NOT NULL,
    FOREIGN KEY (tenant_id, article_id) REFERENCES content.articles ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, member_id) REFERENCES tenancy.members ON DELETE SET NULL (member_id)
        DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX comments_article_idx ON content.comments (article_id);

CREATE TABLE media.renditions (
    tenant_id uuid NOT NULL,
    file_id bigint NOT NULL,
    width integer NOT NULL,
    PRIMARY KEY (tenant_id, file_id, width),
    FOREIGN KEY (tenant_id, file_id) REFERENCES media.files ON DELETE CASCADE
);

CREATE TABLE billing.plans (
    code text PRIMARY KEY,
    falls_back_to text DEFAULT 'free' REFERENCES billing.plans ON DELETE SET DEFAULT ON UPDATE CASCADE
);
CREATE TABLE billing.subscriptions (
    tenant_id uuid PRIMARY KEY REFERENCES tenancy.tenants ON DELETE RESTRICT,
    plan text DEFAULT 'free' NOT NULL REFERENCES billing.plans ON DELETE SET DEFAULT ON UPDATE CASCADE
);
CREATE INDEX subscriptions_plan_idx ON billing.subscriptions (plan);

-- The same name in another schema.
CREATE TABLE billing.members (
    tenant_id uuid NOT NULL,
    member_id bigint NOT NULL,
    role text DEFAULT 'payer' NOT NULL,
    PRIMARY KEY (tenant_id, member_id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES tenancy.members ON DELETE CASCADE
);
