--
-- PostgreSQL database dump
--

\restrict ondelete

-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: action_text_rich_texts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.action_text_rich_texts (
    id bigint NOT NULL,
    name character varying NOT NULL,
    body text,
    record_type character varying NOT NULL,
    record_id bigint NOT NULL
);


--
-- Name: action_text_rich_texts_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.action_text_rich_texts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: action_text_rich_texts_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.action_text_rich_texts_id_seq OWNED BY public.action_text_rich_texts.id;


--
-- Name: active_storage_attachments; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.active_storage_attachments (
    id bigint NOT NULL,
    name character varying NOT NULL,
    record_type character varying NOT NULL,
    record_id bigint NOT NULL,
    blob_id bigint NOT NULL
);


--
-- Name: active_storage_attachments_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.active_storage_attachments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: active_storage_attachments_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.active_storage_attachments_id_seq OWNED BY public.active_storage_attachments.id;


--
-- Name: active_storage_blobs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.active_storage_blobs (
    id bigint NOT NULL,
    key character varying NOT NULL
);


--
-- Name: active_storage_blobs_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.active_storage_blobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: active_storage_blobs_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.active_storage_blobs_id_seq OWNED BY public.active_storage_blobs.id;


--
-- Name: addresses; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.addresses (
    id bigint NOT NULL,
    museum_id bigint NOT NULL,
    street character varying
);


--
-- Name: addresses_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.addresses_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: addresses_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.addresses_id_seq OWNED BY public.addresses.id;


--
-- Name: appraisals; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.appraisals (
    id bigint NOT NULL,
    artwork_id bigint NOT NULL,
    appraiser_id bigint
);


--
-- Name: appraisals_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.appraisals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: appraisals_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.appraisals_id_seq OWNED BY public.appraisals.id;


--
-- Name: artists; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.artists (
    id bigint NOT NULL,
    name character varying
);


--
-- Name: artists_artworks; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.artists_artworks (
    artist_id bigint NOT NULL,
    artwork_id bigint NOT NULL
);


--
-- Name: artists_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.artists_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: artists_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.artists_id_seq OWNED BY public.artists.id;


--
-- Name: artworks; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.artworks (
    id bigint NOT NULL,
    gallery_id bigint NOT NULL,
    work_type character varying,
    work_id bigint
);


--
-- Name: artworks_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.artworks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: artworks_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.artworks_id_seq OWNED BY public.artworks.id;


--
-- Name: audit_entries; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_entries (
    id bigint NOT NULL,
    subject_type character varying NOT NULL,
    subject_id bigint NOT NULL,
    what character varying
);


--
-- Name: audit_entries_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.audit_entries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: audit_entries_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.audit_entries_id_seq OWNED BY public.audit_entries.id;


--
-- Name: badges; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.badges (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    color character varying
);


--
-- Name: badges_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.badges_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: badges_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.badges_id_seq OWNED BY public.badges.id;


--
-- Name: biographies; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.biographies (
    id bigint NOT NULL,
    artist_id bigint NOT NULL,
    text text
);


--
-- Name: biographies_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.biographies_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: biographies_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.biographies_id_seq OWNED BY public.biographies.id;


--
-- Name: exh_exhibitions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.exh_exhibitions (
    id bigint NOT NULL,
    museum_id bigint,
    title character varying
);


--
-- Name: exh_exhibitions_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.exh_exhibitions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: exh_exhibitions_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.exh_exhibitions_id_seq OWNED BY public.exh_exhibitions.id;


--
-- Name: exh_exhibits; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.exh_exhibits (
    id bigint NOT NULL,
    exhibition_id bigint NOT NULL,
    artwork_id bigint
);


--
-- Name: exh_exhibits_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.exh_exhibits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: exh_exhibits_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.exh_exhibits_id_seq OWNED BY public.exh_exhibits.id;


--
-- Name: exh_media; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.exh_media (
    id bigint NOT NULL,
    exhibition_id bigint NOT NULL
);


--
-- Name: exh_media_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.exh_media_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: exh_media_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.exh_media_id_seq OWNED BY public.exh_media.id;


--
-- Name: galleries; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.galleries (
    id bigint NOT NULL,
    museum_id bigint NOT NULL,
    wing_id bigint,
    artworks_count integer DEFAULT 0 NOT NULL
);


--
-- Name: galleries_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.galleries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: galleries_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.galleries_id_seq OWNED BY public.galleries.id;


--
-- Name: loans; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.loans (
    id bigint NOT NULL,
    artwork_id bigint NOT NULL,
    lender_id bigint NOT NULL,
    borrower_id bigint NOT NULL
);


--
-- Name: loans_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.loans_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: loans_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.loans_id_seq OWNED BY public.loans.id;


--
-- Name: museums; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.museums (
    id bigint NOT NULL,
    name character varying NOT NULL,
    closed_at timestamp without time zone,
    updated_at timestamp without time zone
);


--
-- Name: museums_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.museums_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: museums_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.museums_id_seq OWNED BY public.museums.id;


--
-- Name: paintings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.paintings (
    id bigint NOT NULL,
    medium character varying
);


--
-- Name: paintings_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.paintings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: paintings_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.paintings_id_seq OWNED BY public.paintings.id;


--
-- Name: people; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.people (
    id bigint NOT NULL,
    type character varying NOT NULL,
    role character varying,
    museum_id bigint,
    gallery_id bigint
);


--
-- Name: people_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.people_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: people_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.people_id_seq OWNED BY public.people.id;


--
-- Name: reviews; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews (
    id bigint NOT NULL,
    visitor_id bigint NOT NULL,
    parent_id bigint,
    deleted_at timestamp without time zone
);


--
-- Name: reviews_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.reviews_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: reviews_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.reviews_id_seq OWNED BY public.reviews.id;


--
-- Name: sculptures; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sculptures (
    id bigint NOT NULL,
    weight integer
);


--
-- Name: sculptures_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.sculptures_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: sculptures_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.sculptures_id_seq OWNED BY public.sculptures.id;


--
-- Name: taggings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.taggings (
    id bigint NOT NULL,
    tag_id bigint,
    taggable_type character varying,
    taggable_id bigint
);


--
-- Name: taggings_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.taggings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: taggings_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.taggings_id_seq OWNED BY public.taggings.id;


--
-- Name: tags; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tags (
    id bigint NOT NULL,
    name character varying
);


--
-- Name: tags_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.tags_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: tags_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.tags_id_seq OWNED BY public.tags.id;


--
-- Name: ticketing_tickets; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ticketing_tickets (
    id bigint NOT NULL,
    museum_id bigint NOT NULL,
    visitor_id bigint
);


--
-- Name: ticketing_tickets_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.ticketing_tickets_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: ticketing_tickets_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.ticketing_tickets_id_seq OWNED BY public.ticketing_tickets.id;


--
-- Name: visits; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.visits (
    id bigint NOT NULL,
    museum_id bigint NOT NULL,
    visitor_id bigint
);


--
-- Name: visits_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.visits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: visits_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.visits_id_seq OWNED BY public.visits.id;


--
-- Name: website_pages; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.website_pages (
    id bigint NOT NULL,
    domain character varying NOT NULL,
    path character varying
);


--
-- Name: website_pages_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.website_pages_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: website_pages_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.website_pages_id_seq OWNED BY public.website_pages.id;


--
-- Name: websites; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.websites (
    domain character varying NOT NULL,
    museum_id bigint NOT NULL
);


--
-- Name: action_text_rich_texts id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.action_text_rich_texts ALTER COLUMN id SET DEFAULT nextval('public.action_text_rich_texts_id_seq'::regclass);


--
-- Name: active_storage_attachments id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.active_storage_attachments ALTER COLUMN id SET DEFAULT nextval('public.active_storage_attachments_id_seq'::regclass);


--
-- Name: active_storage_blobs id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.active_storage_blobs ALTER COLUMN id SET DEFAULT nextval('public.active_storage_blobs_id_seq'::regclass);


--
-- Name: addresses id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.addresses ALTER COLUMN id SET DEFAULT nextval('public.addresses_id_seq'::regclass);


--
-- Name: appraisals id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.appraisals ALTER COLUMN id SET DEFAULT nextval('public.appraisals_id_seq'::regclass);


--
-- Name: artists id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.artists ALTER COLUMN id SET DEFAULT nextval('public.artists_id_seq'::regclass);


--
-- Name: artworks id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.artworks ALTER COLUMN id SET DEFAULT nextval('public.artworks_id_seq'::regclass);


--
-- Name: audit_entries id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_entries ALTER COLUMN id SET DEFAULT nextval('public.audit_entries_id_seq'::regclass);


--
-- Name: badges id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.badges ALTER COLUMN id SET DEFAULT nextval('public.badges_id_seq'::regclass);


--
-- Name: biographies id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.biographies ALTER COLUMN id SET DEFAULT nextval('public.biographies_id_seq'::regclass);


--
-- Name: exh_exhibitions id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exh_exhibitions ALTER COLUMN id SET DEFAULT nextval('public.exh_exhibitions_id_seq'::regclass);


--
-- Name: exh_exhibits id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exh_exhibits ALTER COLUMN id SET DEFAULT nextval('public.exh_exhibits_id_seq'::regclass);


--
-- Name: exh_media id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exh_media ALTER COLUMN id SET DEFAULT nextval('public.exh_media_id_seq'::regclass);


--
-- Name: galleries id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.galleries ALTER COLUMN id SET DEFAULT nextval('public.galleries_id_seq'::regclass);


--
-- Name: loans id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.loans ALTER COLUMN id SET DEFAULT nextval('public.loans_id_seq'::regclass);


--
-- Name: museums id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.museums ALTER COLUMN id SET DEFAULT nextval('public.museums_id_seq'::regclass);


--
-- Name: paintings id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.paintings ALTER COLUMN id SET DEFAULT nextval('public.paintings_id_seq'::regclass);


--
-- Name: people id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people ALTER COLUMN id SET DEFAULT nextval('public.people_id_seq'::regclass);


--
-- Name: reviews id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews ALTER COLUMN id SET DEFAULT nextval('public.reviews_id_seq'::regclass);


--
-- Name: sculptures id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sculptures ALTER COLUMN id SET DEFAULT nextval('public.sculptures_id_seq'::regclass);


--
-- Name: taggings id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.taggings ALTER COLUMN id SET DEFAULT nextval('public.taggings_id_seq'::regclass);


--
-- Name: tags id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tags ALTER COLUMN id SET DEFAULT nextval('public.tags_id_seq'::regclass);


--
-- Name: ticketing_tickets id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticketing_tickets ALTER COLUMN id SET DEFAULT nextval('public.ticketing_tickets_id_seq'::regclass);


--
-- Name: visits id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visits ALTER COLUMN id SET DEFAULT nextval('public.visits_id_seq'::regclass);


--
-- Name: website_pages id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.website_pages ALTER COLUMN id SET DEFAULT nextval('public.website_pages_id_seq'::regclass);


--
-- Name: action_text_rich_texts action_text_rich_texts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.action_text_rich_texts
    ADD CONSTRAINT action_text_rich_texts_pkey PRIMARY KEY (id);


--
-- Name: active_storage_attachments active_storage_attachments_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.active_storage_attachments
    ADD CONSTRAINT active_storage_attachments_pkey PRIMARY KEY (id);


--
-- Name: active_storage_blobs active_storage_blobs_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.active_storage_blobs
    ADD CONSTRAINT active_storage_blobs_pkey PRIMARY KEY (id);


--
-- Name: addresses addresses_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.addresses
    ADD CONSTRAINT addresses_pkey PRIMARY KEY (id);


--
-- Name: appraisals appraisals_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.appraisals
    ADD CONSTRAINT appraisals_pkey PRIMARY KEY (id);


--
-- Name: artists artists_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.artists
    ADD CONSTRAINT artists_pkey PRIMARY KEY (id);


--
-- Name: artworks artworks_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.artworks
    ADD CONSTRAINT artworks_pkey PRIMARY KEY (id);


--
-- Name: audit_entries audit_entries_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT audit_entries_pkey PRIMARY KEY (id);


--
-- Name: badges badges_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.badges
    ADD CONSTRAINT badges_pkey PRIMARY KEY (id);


--
-- Name: biographies biographies_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.biographies
    ADD CONSTRAINT biographies_pkey PRIMARY KEY (id);


--
-- Name: exh_exhibitions exh_exhibitions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exh_exhibitions
    ADD CONSTRAINT exh_exhibitions_pkey PRIMARY KEY (id);


--
-- Name: exh_exhibits exh_exhibits_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exh_exhibits
    ADD CONSTRAINT exh_exhibits_pkey PRIMARY KEY (id);


--
-- Name: exh_media exh_media_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exh_media
    ADD CONSTRAINT exh_media_pkey PRIMARY KEY (id);


--
-- Name: galleries galleries_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.galleries
    ADD CONSTRAINT galleries_pkey PRIMARY KEY (id);


--
-- Name: loans loans_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.loans
    ADD CONSTRAINT loans_pkey PRIMARY KEY (id);


--
-- Name: museums museums_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.museums
    ADD CONSTRAINT museums_pkey PRIMARY KEY (id);


--
-- Name: paintings paintings_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.paintings
    ADD CONSTRAINT paintings_pkey PRIMARY KEY (id);


--
-- Name: people people_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people
    ADD CONSTRAINT people_pkey PRIMARY KEY (id);


--
-- Name: reviews reviews_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT reviews_pkey PRIMARY KEY (id);


--
-- Name: sculptures sculptures_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sculptures
    ADD CONSTRAINT sculptures_pkey PRIMARY KEY (id);


--
-- Name: taggings taggings_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.taggings
    ADD CONSTRAINT taggings_pkey PRIMARY KEY (id);


--
-- Name: tags tags_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tags_pkey PRIMARY KEY (id);


--
-- Name: ticketing_tickets ticketing_tickets_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticketing_tickets
    ADD CONSTRAINT ticketing_tickets_pkey PRIMARY KEY (id);


--
-- Name: visits visits_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_pkey PRIMARY KEY (id);


--
-- Name: website_pages website_pages_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.website_pages
    ADD CONSTRAINT website_pages_pkey PRIMARY KEY (id);


--
-- Name: websites websites_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.websites
    ADD CONSTRAINT websites_pkey PRIMARY KEY (domain);


--
-- Name: index_action_text_rich_texts_uniqueness; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX index_action_text_rich_texts_uniqueness ON public.action_text_rich_texts USING btree (record_type, record_id, name);


--
-- Name: index_active_storage_attachments_on_blob_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_active_storage_attachments_on_blob_id ON public.active_storage_attachments USING btree (blob_id);


--
-- Name: index_active_storage_attachments_uniqueness; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX index_active_storage_attachments_uniqueness ON public.active_storage_attachments USING btree (record_type, record_id, name, blob_id);


--
-- Name: index_active_storage_blobs_on_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX index_active_storage_blobs_on_key ON public.active_storage_blobs USING btree (key);


--
-- Name: index_addresses_on_museum_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_addresses_on_museum_id ON public.addresses USING btree (museum_id);


--
-- Name: index_appraisals_on_appraiser_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_appraisals_on_appraiser_id ON public.appraisals USING btree (appraiser_id);


--
-- Name: index_appraisals_on_artwork_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_appraisals_on_artwork_id ON public.appraisals USING btree (artwork_id);


--
-- Name: index_artists_artworks_on_artist_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_artists_artworks_on_artist_id ON public.artists_artworks USING btree (artist_id);


--
-- Name: index_artists_artworks_on_artwork_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_artists_artworks_on_artwork_id ON public.artists_artworks USING btree (artwork_id);


--
-- Name: index_artworks_on_gallery_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_artworks_on_gallery_id ON public.artworks USING btree (gallery_id);


--
-- Name: index_artworks_on_work; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_artworks_on_work ON public.artworks USING btree (work_type, work_id);


--
-- Name: index_audit_entries_on_subject; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_audit_entries_on_subject ON public.audit_entries USING btree (subject_type, subject_id);


--
-- Name: index_badges_on_person_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_badges_on_person_id ON public.badges USING btree (person_id);


--
-- Name: index_biographies_on_artist_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_biographies_on_artist_id ON public.biographies USING btree (artist_id);


--
-- Name: index_exh_exhibitions_on_museum_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_exh_exhibitions_on_museum_id ON public.exh_exhibitions USING btree (museum_id);


--
-- Name: index_exh_exhibits_on_artwork_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_exh_exhibits_on_artwork_id ON public.exh_exhibits USING btree (artwork_id);


--
-- Name: index_exh_exhibits_on_exhibition_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_exh_exhibits_on_exhibition_id ON public.exh_exhibits USING btree (exhibition_id);


--
-- Name: index_exh_media_on_exhibition_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_exh_media_on_exhibition_id ON public.exh_media USING btree (exhibition_id);


--
-- Name: index_galleries_on_museum_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_galleries_on_museum_id ON public.galleries USING btree (museum_id);


--
-- Name: index_galleries_on_wing_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_galleries_on_wing_id ON public.galleries USING btree (wing_id);


--
-- Name: index_loans_on_artwork_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_loans_on_artwork_id ON public.loans USING btree (artwork_id);


--
-- Name: index_loans_on_borrower_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_loans_on_borrower_id ON public.loans USING btree (borrower_id);


--
-- Name: index_loans_on_lender_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_loans_on_lender_id ON public.loans USING btree (lender_id);


--
-- Name: index_people_on_gallery_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_people_on_gallery_id ON public.people USING btree (gallery_id);


--
-- Name: index_people_on_museum_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_people_on_museum_id ON public.people USING btree (museum_id);


--
-- Name: index_reviews_on_parent_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_reviews_on_parent_id ON public.reviews USING btree (parent_id);


--
-- Name: index_reviews_on_visitor_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_reviews_on_visitor_id ON public.reviews USING btree (visitor_id);


--
-- Name: index_ticketing_tickets_on_museum_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_ticketing_tickets_on_museum_id ON public.ticketing_tickets USING btree (museum_id);


--
-- Name: index_ticketing_tickets_on_visitor_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_ticketing_tickets_on_visitor_id ON public.ticketing_tickets USING btree (visitor_id);


--
-- Name: index_visits_on_museum_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_visits_on_museum_id ON public.visits USING btree (museum_id);


--
-- Name: index_website_pages_on_domain; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX index_website_pages_on_domain ON public.website_pages USING btree (domain);


--
-- Name: index_websites_on_museum_id; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX index_websites_on_museum_id ON public.websites USING btree (museum_id);


--
-- Name: active_storage_attachments active_storage_attachments_blob_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.active_storage_attachments
    ADD CONSTRAINT active_storage_attachments_blob_id_fkey FOREIGN KEY (blob_id) REFERENCES public.active_storage_blobs(id);


--
-- Name: addresses addresses_museum_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.addresses
    ADD CONSTRAINT addresses_museum_id_fkey FOREIGN KEY (museum_id) REFERENCES public.museums(id);


--
-- Name: appraisals appraisals_appraiser_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.appraisals
    ADD CONSTRAINT appraisals_appraiser_id_fkey FOREIGN KEY (appraiser_id) REFERENCES public.people(id);


--
-- Name: appraisals appraisals_artwork_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.appraisals
    ADD CONSTRAINT appraisals_artwork_id_fkey FOREIGN KEY (artwork_id) REFERENCES public.artworks(id) ON DELETE CASCADE;


--
-- Name: artists_artworks artists_artworks_artist_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.artists_artworks
    ADD CONSTRAINT artists_artworks_artist_id_fkey FOREIGN KEY (artist_id) REFERENCES public.artists(id);


--
-- Name: artists_artworks artists_artworks_artwork_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.artists_artworks
    ADD CONSTRAINT artists_artworks_artwork_id_fkey FOREIGN KEY (artwork_id) REFERENCES public.artworks(id);


--
-- Name: artworks artworks_gallery_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.artworks
    ADD CONSTRAINT artworks_gallery_id_fkey FOREIGN KEY (gallery_id) REFERENCES public.galleries(id);


--
-- Name: badges badges_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.badges
    ADD CONSTRAINT badges_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id);


--
-- Name: biographies biographies_artist_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.biographies
    ADD CONSTRAINT biographies_artist_id_fkey FOREIGN KEY (artist_id) REFERENCES public.artists(id) ON DELETE SET NULL;


--
-- Name: exh_exhibitions exh_exhibitions_museum_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exh_exhibitions
    ADD CONSTRAINT exh_exhibitions_museum_id_fkey FOREIGN KEY (museum_id) REFERENCES public.museums(id) ON DELETE SET NULL;


--
-- Name: exh_exhibits exh_exhibits_artwork_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exh_exhibits
    ADD CONSTRAINT exh_exhibits_artwork_id_fkey FOREIGN KEY (artwork_id) REFERENCES public.artworks(id) ON DELETE SET NULL;


--
-- Name: exh_exhibits exh_exhibits_exhibition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exh_exhibits
    ADD CONSTRAINT exh_exhibits_exhibition_id_fkey FOREIGN KEY (exhibition_id) REFERENCES public.exh_exhibitions(id);


--
-- Name: exh_media exh_media_exhibition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exh_media
    ADD CONSTRAINT exh_media_exhibition_id_fkey FOREIGN KEY (exhibition_id) REFERENCES public.exh_exhibitions(id) ON DELETE CASCADE;


--
-- Name: galleries galleries_museum_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.galleries
    ADD CONSTRAINT galleries_museum_id_fkey FOREIGN KEY (museum_id) REFERENCES public.museums(id) ON DELETE CASCADE;


--
-- Name: galleries galleries_wing_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.galleries
    ADD CONSTRAINT galleries_wing_id_fkey FOREIGN KEY (wing_id) REFERENCES public.galleries(id) ON DELETE SET NULL;


--
-- Name: loans loans_artwork_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.loans
    ADD CONSTRAINT loans_artwork_id_fkey FOREIGN KEY (artwork_id) REFERENCES public.artworks(id) ON DELETE CASCADE;


--
-- Name: loans loans_borrower_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.loans
    ADD CONSTRAINT loans_borrower_id_fkey FOREIGN KEY (borrower_id) REFERENCES public.museums(id) ON DELETE CASCADE;


--
-- Name: loans loans_lender_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.loans
    ADD CONSTRAINT loans_lender_id_fkey FOREIGN KEY (lender_id) REFERENCES public.museums(id) ON DELETE CASCADE;


--
-- Name: people people_gallery_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people
    ADD CONSTRAINT people_gallery_id_fkey FOREIGN KEY (gallery_id) REFERENCES public.galleries(id);


--
-- Name: people people_museum_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people
    ADD CONSTRAINT people_museum_id_fkey FOREIGN KEY (museum_id) REFERENCES public.museums(id);


--
-- Name: reviews reviews_parent_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT reviews_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.reviews(id);


--
-- Name: reviews reviews_visitor_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT reviews_visitor_id_fkey FOREIGN KEY (visitor_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: taggings taggings_tag_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.taggings
    ADD CONSTRAINT taggings_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES public.tags(id);


--
-- Name: ticketing_tickets ticketing_tickets_museum_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticketing_tickets
    ADD CONSTRAINT ticketing_tickets_museum_id_fkey FOREIGN KEY (museum_id) REFERENCES public.museums(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: ticketing_tickets ticketing_tickets_visitor_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticketing_tickets
    ADD CONSTRAINT ticketing_tickets_visitor_id_fkey FOREIGN KEY (visitor_id) REFERENCES public.people(id) ON DELETE SET NULL;


--
-- Name: visits visits_museum_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_museum_id_fkey FOREIGN KEY (museum_id) REFERENCES public.museums(id);


--
-- Name: website_pages website_pages_domain_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.website_pages
    ADD CONSTRAINT website_pages_domain_fkey FOREIGN KEY (domain) REFERENCES public.websites(domain) ON DELETE SET NULL;


--
-- Name: websites websites_museum_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.websites
    ADD CONSTRAINT websites_museum_id_fkey FOREIGN KEY (museum_id) REFERENCES public.museums(id);


--
-- PostgreSQL database dump complete
--

\unrestrict ondelete

