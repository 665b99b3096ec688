--
-- PostgreSQL database dump
--

\restrict sample

-- Dumped from database version 18.4
-- Dumped by pg_dump version 18.4

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: billing; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA billing;


--
-- Name: content; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA content;


--
-- Name: media; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA media;


--
-- Name: tenancy; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA tenancy;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: members; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.members (
    tenant_id uuid NOT NULL,
    member_id bigint NOT NULL,
    role text DEFAULT 'payer'::text NOT NULL
);


--
-- Name: plans; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.plans (
    code text NOT NULL,
    falls_back_to text DEFAULT 'free'::text
);


--
-- Name: subscriptions; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.subscriptions (
    tenant_id uuid NOT NULL,
    plan text DEFAULT 'free'::text NOT NULL
);


--
-- Name: articles; Type: TABLE; Schema: content; Owner: -
--

CREATE TABLE content.articles (
    tenant_id uuid NOT NULL,
    id bigint NOT NULL,
    author_id bigint,
    cover_id bigint,
    published_revision integer,
    slug text NOT NULL
);


--
-- Name: articles_id_seq; Type: SEQUENCE; Schema: content; Owner: -
--

ALTER TABLE content.articles ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME content.articles_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: comments; Type: TABLE; Schema: content; Owner: -
--

CREATE TABLE content.comments (
    tenant_id uuid NOT NULL,
    article_id bigint NOT NULL,
    id bigint NOT NULL,
    member_id bigint,
    body text NOT NULL
);


--
-- Name: comments_id_seq; Type: SEQUENCE; Schema: content; Owner: -
--

ALTER TABLE content.comments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME content.comments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: pages; Type: TABLE; Schema: content; Owner: -
--

CREATE TABLE content.pages (
    tenant_id uuid NOT NULL,
    id bigint NOT NULL,
    parent_id bigint,
    article_id bigint,
    sort_order integer NOT NULL
);


--
-- Name: pages_id_seq; Type: SEQUENCE; Schema: content; Owner: -
--

ALTER TABLE content.pages ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME content.pages_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: revisions; Type: TABLE; Schema: content; Owner: -
--

CREATE TABLE content.revisions (
    tenant_id uuid NOT NULL,
    article_id bigint NOT NULL,
    number integer NOT NULL,
    body text NOT NULL
);


--
-- Name: files; Type: TABLE; Schema: media; Owner: -
--

CREATE TABLE media.files (
    tenant_id uuid NOT NULL,
    id bigint NOT NULL,
    uploaded_by_id bigint,
    path text NOT NULL
);


--
-- Name: files_id_seq; Type: SEQUENCE; Schema: media; Owner: -
--

ALTER TABLE media.files ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME media.files_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: renditions; Type: TABLE; Schema: media; Owner: -
--

CREATE TABLE media.renditions (
    tenant_id uuid NOT NULL,
    file_id bigint NOT NULL,
    width integer NOT NULL
);


--
-- Name: members; Type: TABLE; Schema: tenancy; Owner: -
--

CREATE TABLE tenancy.members (
    tenant_id uuid NOT NULL,
    id bigint NOT NULL,
    email text NOT NULL
);


--
-- Name: members_id_seq; Type: SEQUENCE; Schema: tenancy; Owner: -
--

ALTER TABLE tenancy.members ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME tenancy.members_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tenants; Type: TABLE; Schema: tenancy; Owner: -
--

CREATE TABLE tenancy.tenants (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    slug text NOT NULL
);


--
-- Name: members members_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (tenant_id, member_id);


--
-- Name: plans plans_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.plans
    ADD CONSTRAINT plans_pkey PRIMARY KEY (code);


--
-- Name: subscriptions subscriptions_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.subscriptions
    ADD CONSTRAINT subscriptions_pkey PRIMARY KEY (tenant_id);


--
-- Name: articles articles_pkey; Type: CONSTRAINT; Schema: content; Owner: -
--

ALTER TABLE ONLY content.articles
    ADD CONSTRAINT articles_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: articles articles_tenant_id_slug_key; Type: CONSTRAINT; Schema: content; Owner: -
--

ALTER TABLE ONLY content.articles
    ADD CONSTRAINT articles_tenant_id_slug_key UNIQUE (tenant_id, slug);


--
-- Name: comments comments_pkey; Type: CONSTRAINT; Schema: content; Owner: -
--

ALTER TABLE ONLY content.comments
    ADD CONSTRAINT comments_pkey PRIMARY KEY (id);


--
-- Name: pages pages_pkey; Type: CONSTRAINT; Schema: content; Owner: -
--

ALTER TABLE ONLY content.pages
    ADD CONSTRAINT pages_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: pages pages_tenant_id_parent_id_sort_order_key; Type: CONSTRAINT; Schema: content; Owner: -
--

ALTER TABLE ONLY content.pages
    ADD CONSTRAINT pages_tenant_id_parent_id_sort_order_key UNIQUE (tenant_id, parent_id, sort_order) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: revisions revisions_pkey; Type: CONSTRAINT; Schema: content; Owner: -
--

ALTER TABLE ONLY content.revisions
    ADD CONSTRAINT revisions_pkey PRIMARY KEY (tenant_id, article_id, number);


--
-- Name: files files_pkey; Type: CONSTRAINT; Schema: media; Owner: -
--

ALTER TABLE ONLY media.files
    ADD CONSTRAINT files_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: renditions renditions_pkey; Type: CONSTRAINT; Schema: media; Owner: -
--

ALTER TABLE ONLY media.renditions
    ADD CONSTRAINT renditions_pkey PRIMARY KEY (tenant_id, file_id, width);


--
-- Name: members members_pkey; Type: CONSTRAINT; Schema: tenancy; Owner: -
--

ALTER TABLE ONLY tenancy.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: members members_tenant_id_email_key; Type: CONSTRAINT; Schema: tenancy; Owner: -
--

ALTER TABLE ONLY tenancy.members
    ADD CONSTRAINT members_tenant_id_email_key UNIQUE (tenant_id, email);


--
-- Name: tenants tenants_pkey; Type: CONSTRAINT; Schema: tenancy; Owner: -
--

ALTER TABLE ONLY tenancy.tenants
    ADD CONSTRAINT tenants_pkey PRIMARY KEY (id);


--
-- Name: tenants tenants_slug_key; Type: CONSTRAINT; Schema: tenancy; Owner: -
--

ALTER TABLE ONLY tenancy.tenants
    ADD CONSTRAINT tenants_slug_key UNIQUE (slug);


--
-- Name: subscriptions_plan_idx; Type: INDEX; Schema: billing; Owner: -
--

CREATE INDEX subscriptions_plan_idx ON billing.subscriptions USING btree (plan);


--
-- Name: articles_author_idx; Type: INDEX; Schema: content; Owner: -
--

CREATE INDEX articles_author_idx ON content.articles USING btree (author_id, tenant_id);


--
-- Name: articles_cover_idx; Type: INDEX; Schema: content; Owner: -
--

CREATE INDEX articles_cover_idx ON content.articles USING btree (tenant_id, slug, cover_id);


--
-- Name: comments_article_idx; Type: INDEX; Schema: content; Owner: -
--

CREATE INDEX comments_article_idx ON content.comments USING btree (article_id);


--
-- Name: pages_article_idx; Type: INDEX; Schema: content; Owner: -
--

CREATE INDEX pages_article_idx ON content.pages USING btree (tenant_id, article_id);


--
-- Name: files_uploader_idx; Type: INDEX; Schema: media; Owner: -
--

CREATE INDEX files_uploader_idx ON media.files USING btree (tenant_id, uploaded_by_id) WHERE (uploaded_by_id IS NOT NULL);


--
-- Name: members members_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.members
    ADD CONSTRAINT members_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES tenancy.members(tenant_id, id) ON DELETE CASCADE;


--
-- Name: plans plans_falls_back_to_fkey; Type: FK CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.plans
    ADD CONSTRAINT plans_falls_back_to_fkey FOREIGN KEY (falls_back_to) REFERENCES billing.plans(code) ON UPDATE CASCADE ON DELETE SET DEFAULT;


--
-- Name: subscriptions subscriptions_plan_fkey; Type: FK CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.subscriptions
    ADD CONSTRAINT subscriptions_plan_fkey FOREIGN KEY (plan) REFERENCES billing.plans(code) ON UPDATE CASCADE ON DELETE SET DEFAULT;


--
-- Name: subscriptions subscriptions_tenant_id_fkey; Type: FK CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.subscriptions
    ADD CONSTRAINT subscriptions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenancy.tenants(id) ON DELETE RESTRICT;


--
-- Name: articles articles_published_revision_fkey; Type: FK CONSTRAINT; Schema: content; Owner: -
--

ALTER TABLE ONLY content.articles
    ADD CONSTRAINT articles_published_revision_fkey FOREIGN KEY (tenant_id, id, published_revision) REFERENCES content.revisions(tenant_id, article_id, number) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: articles articles_tenant_id_author_id_fkey; Type: FK CONSTRAINT; Schema: content; Owner: -
--

ALTER TABLE ONLY content.articles
    ADD CONSTRAINT articles_tenant_id_author_id_fkey FOREIGN KEY (tenant_id, author_id) REFERENCES tenancy.members(tenant_id, id) ON DELETE SET NULL;


--
-- Name: articles articles_tenant_id_cover_id_fkey; Type: FK CONSTRAINT; Schema: content; Owner: -
--

ALTER TABLE ONLY content.articles
    ADD CONSTRAINT articles_tenant_id_cover_id_fkey FOREIGN KEY (tenant_id, cover_id) REFERENCES media.files(tenant_id, id) ON DELETE SET NULL (cover_id);


--
-- Name: articles articles_tenant_id_fkey; Type: FK CONSTRAINT; Schema: content; Owner: -
--

ALTER TABLE ONLY content.articles
    ADD CONSTRAINT articles_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenancy.tenants(id) ON DELETE CASCADE;


--
-- Name: comments comments_tenant_id_article_id_fkey; Type: FK CONSTRAINT; Schema: content; Owner: -
--

ALTER TABLE ONLY content.comments
    ADD CONSTRAINT comments_tenant_id_article_id_fkey FOREIGN KEY (tenant_id, article_id) REFERENCES content.articles(tenant_id, id) ON DELETE CASCADE;


--
-- Name: comments comments_tenant_id_member_id_fkey; Type: FK CONSTRAINT; Schema: content; Owner: -
--

ALTER TABLE ONLY content.comments
    ADD CONSTRAINT comments_tenant_id_member_id_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES tenancy.members(tenant_id, id) ON DELETE SET NULL (member_id) DEFERRABLE;


--
-- Name: pages pages_tenant_id_article_id_fkey; Type: FK CONSTRAINT; Schema: content; Owner: -
--

ALTER TABLE ONLY content.pages
    ADD CONSTRAINT pages_tenant_id_article_id_fkey FOREIGN KEY (tenant_id, article_id) REFERENCES content.articles(tenant_id, id) ON DELETE RESTRICT;


--
-- Name: pages pages_tenant_id_fkey; Type: FK CONSTRAINT; Schema: content; Owner: -
--

ALTER TABLE ONLY content.pages
    ADD CONSTRAINT pages_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenancy.tenants(id) ON DELETE CASCADE;


--
-- Name: pages pages_tenant_id_parent_id_fkey; Type: FK CONSTRAINT; Schema: content; Owner: -
--

ALTER TABLE ONLY content.pages
    ADD CONSTRAINT pages_tenant_id_parent_id_fkey FOREIGN KEY (tenant_id, parent_id) REFERENCES content.pages(tenant_id, id) ON DELETE CASCADE;


--
-- Name: revisions revisions_tenant_id_article_id_fkey; Type: FK CONSTRAINT; Schema: content; Owner: -
--

ALTER TABLE ONLY content.revisions
    ADD CONSTRAINT revisions_tenant_id_article_id_fkey FOREIGN KEY (tenant_id, article_id) REFERENCES content.articles(tenant_id, id) ON DELETE CASCADE;


--
-- Name: files files_tenant_id_fkey; Type: FK CONSTRAINT; Schema: media; Owner: -
--

ALTER TABLE ONLY media.files
    ADD CONSTRAINT files_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenancy.tenants(id) ON DELETE CASCADE;


--
-- Name: files files_tenant_id_uploaded_by_id_fkey; Type: FK CONSTRAINT; Schema: media; Owner: -
--

ALTER TABLE ONLY media.files
    ADD CONSTRAINT files_tenant_id_uploaded_by_id_fkey FOREIGN KEY (tenant_id, uploaded_by_id) REFERENCES tenancy.members(tenant_id, id) ON DELETE SET NULL (uploaded_by_id);


--
-- Name: renditions renditions_tenant_id_file_id_fkey; Type: FK CONSTRAINT; Schema: media; Owner: -
--

ALTER TABLE ONLY media.renditions
    ADD CONSTRAINT renditions_tenant_id_file_id_fkey FOREIGN KEY (tenant_id, file_id) REFERENCES media.files(tenant_id, id) ON DELETE CASCADE;


--
-- Name: members members_tenant_id_fkey; Type: FK CONSTRAINT; Schema: tenancy; Owner: -
--

ALTER TABLE ONLY tenancy.members
    ADD CONSTRAINT members_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenancy.tenants(id) ON DELETE CASCADE;


--
-- PostgreSQL database dump complete
--

\unrestrict sample

