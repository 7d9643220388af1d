CREATE FUNCTION public.collide() RETURNS boolean
    LANGUAGE plpgsql
    AS $$
  begin
    raise exception 'another writer was first' using errcode = 'serialization_failure';
  end $$;

CREATE TABLE public.adoption_event (
    id uuid NOT NULL,
    municipality_code text NOT NULL,
    solution text NOT NULL,
    kind text NOT NULL,
    event_date date NOT NULL,
    planned_date date,
    made_up boolean NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by text,
    CONSTRAINT adoption_event_check CHECK (((kind = 'schedule-given'::text) OR (planned_date IS NULL))),
    CONSTRAINT adoption_event_check1 CHECK (((withdrawn_at IS NULL) = (withdrawn_by IS NULL))),
    CONSTRAINT adoption_event_kind_check CHECK ((kind = ANY (ARRAY['schedule-given'::text, 'technically-installed'::text, 'in-use'::text, 'not-applicable'::text]))),
    CONSTRAINT adoption_event_solution_check CHECK ((solution = ANY (ARRAY['aftaler'::text, 'stamkort'::text])))
);

COMMENT ON TABLE public.adoption_event IS 'reference';

CREATE TABLE public.appointment (
    citizen_id uuid NOT NULL,
    id uuid NOT NULL,
    sender_id text NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    deleted boolean NOT NULL,
    content_hash text NOT NULL,
    received_date date NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    source_updated_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    prior_status text,
    starts_at timestamp with time zone,
    ends_at timestamp with time zone,
    guided boolean NOT NULL,
    minutes integer,
    series_id uuid,
    series_key text,
    extended_date date,
    changed jsonb,
    sector text NOT NULL,
    author_keys text[] NOT NULL,
    other_identifiers text[],
    time_only boolean NOT NULL,
    restricted boolean NOT NULL,
    place_keys text[],
    home_keys text[],
    shown_version text,
    shown_at timestamp with time zone,
    tail text,
    masked_tail text,
    home_tail text,
    original_start timestamp with time zone,
    CONSTRAINT appointment_kind_check CHECK ((kind = ANY (ARRAY['single'::text, 'grouped'::text, 'series'::text, 'exception'::text]))),
    CONSTRAINT appointment_sector_check CHECK ((sector = ANY (ARRAY['municipal'::text, 'regional'::text, 'practice'::text])))
);

COMMENT ON TABLE public.appointment IS 'by citizen';

CREATE TABLE public.appointment_identifier (
    sender_id text NOT NULL,
    system text NOT NULL,
    value text NOT NULL,
    citizen_id uuid NOT NULL,
    appointment_id uuid NOT NULL
);

COMMENT ON TABLE public.appointment_identifier IS 'directory';

CREATE TABLE public.appointment_owner (
    appointment_id uuid NOT NULL,
    citizen_id uuid NOT NULL
);

COMMENT ON TABLE public.appointment_owner IS 'directory';

CREATE TABLE public.appointment_version (
    citizen_id uuid NOT NULL,
    appointment_id uuid NOT NULL,
    version integer NOT NULL,
    change_number bigint NOT NULL,
    sender_id text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    deleted boolean NOT NULL,
    resource text,
    CONSTRAINT appointment_version_resource_check CHECK ((deleted OR (resource IS NOT NULL))),
    CONSTRAINT appointment_version_version_check CHECK ((version > 0))
);

COMMENT ON TABLE public.appointment_version IS 'by citizen';

CREATE TABLE public.audit_anchor (
    citizen_id uuid NOT NULL,
    month date NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL
);

COMMENT ON TABLE public.audit_anchor IS 'by citizen';

CREATE TABLE public.audit_event (
    citizen_id uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    seq bigint NOT NULL,
    line text NOT NULL,
    hash bytea NOT NULL
)
PARTITION BY RANGE (recorded_at);

COMMENT ON TABLE public.audit_event IS 'by citizen';

CREATE TABLE public.audit_event_default (
    citizen_id uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    seq bigint NOT NULL,
    line text NOT NULL,
    hash bytea NOT NULL
);

CREATE TABLE public.audit_head (
    citizen_id uuid NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL
);

COMMENT ON TABLE public.audit_head IS 'by citizen';

CREATE TABLE public.block (
    citizen_id uuid NOT NULL,
    id uuid NOT NULL,
    effect text NOT NULL,
    valid_from timestamp with time zone,
    valid_until timestamp with time zone,
    reader_keys text[],
    author_keys text[],
    sectors text[],
    data_from timestamp with time zone,
    data_until timestamp with time zone,
    CONSTRAINT block_effect_check CHECK ((effect = ANY (ARRAY['hide'::text, 'busy-only'::text])))
);

COMMENT ON TABLE public.block IS 'by citizen';

CREATE TABLE public.citizen (
    citizen_id uuid NOT NULL,
    system text NOT NULL,
    value text NOT NULL
);

COMMENT ON TABLE public.citizen IS 'by citizen';

CREATE TABLE public.consent_version (
    citizen_id uuid NOT NULL,
    consent_id uuid NOT NULL,
    version integer NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    deleted boolean NOT NULL,
    resource text NOT NULL,
    CONSTRAINT consent_version_version_check CHECK ((version > 0))
);

COMMENT ON TABLE public.consent_version IS 'by citizen';

CREATE TABLE public.extend_slice (
    slice smallint NOT NULL,
    done_date date,
    leased_until timestamp with time zone,
    cursor uuid,
    CONSTRAINT extend_slice_slice_check CHECK (((slice >= 0) AND (slice <= 255)))
);

COMMENT ON TABLE public.extend_slice IS 'reference';

CREATE TABLE public.minlog_outbox (
    citizen_id uuid NOT NULL,
    id uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    line text NOT NULL,
    due_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL
);

COMMENT ON TABLE public.minlog_outbox IS 'by citizen';

CREATE TABLE public.municipality (
    code text NOT NULL,
    name text NOT NULL,
    CONSTRAINT municipality_code_check CHECK ((code ~ '^[0-9]{4}$'::text))
);

COMMENT ON TABLE public.municipality IS 'reference';

CREATE TABLE public.municipality_region (
    municipality_code text NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    region text NOT NULL,
    CONSTRAINT municipality_region_check CHECK ((valid_until > valid_from))
);

COMMENT ON TABLE public.municipality_region IS 'reference';

CREATE TABLE public.occurrence (
    citizen_id uuid NOT NULL,
    original_start timestamp with time zone NOT NULL,
    appointment_id uuid NOT NULL,
    content_id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    touches_until timestamp with time zone NOT NULL,
    recurrence_id integer,
    status text NOT NULL,
    kind text NOT NULL,
    hidden_from timestamp with time zone,
    CONSTRAINT occurrence_kind_check CHECK ((kind = ANY (ARRAY['single'::text, 'grouped'::text, 'series'::text])))
)
PARTITION BY RANGE (original_start);

COMMENT ON TABLE public.occurrence IS 'by citizen';

CREATE TABLE public.occurrence_default (
    citizen_id uuid NOT NULL,
    original_start timestamp with time zone NOT NULL,
    appointment_id uuid NOT NULL,
    content_id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    touches_until timestamp with time zone NOT NULL,
    recurrence_id integer,
    status text NOT NULL,
    kind text NOT NULL,
    hidden_from timestamp with time zone,
    CONSTRAINT occurrence_kind_check CHECK ((kind = ANY (ARRAY['single'::text, 'grouped'::text, 'series'::text])))
);

CREATE TABLE public.quarantined_entry (
    citizen_id uuid NOT NULL,
    sender_id text NOT NULL,
    id text NOT NULL,
    first_at timestamp with time zone NOT NULL,
    newest_at timestamp with time zone NOT NULL,
    times integer NOT NULL,
    size integer NOT NULL,
    request text,
    body text,
    issues text NOT NULL,
    CONSTRAINT quarantined_entry_times_check CHECK ((times > 0))
);

COMMENT ON TABLE public.quarantined_entry IS 'by citizen';

CREATE TABLE public.register_state (
    register text NOT NULL,
    state text NOT NULL,
    as_of timestamp with time zone NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    CONSTRAINT register_state_state_check CHECK ((state = ANY (ARRAY['ok'::text, 'late'::text, 'down'::text])))
);

COMMENT ON TABLE public.register_state IS 'reference';

CREATE TABLE public.retain_slice (
    slice smallint NOT NULL,
    done_date date,
    leased_until timestamp with time zone,
    cursor uuid,
    CONSTRAINT retain_slice_slice_check CHECK (((slice >= 0) AND (slice <= 255)))
);

COMMENT ON TABLE public.retain_slice IS 'reference';

CREATE TABLE public.sender (
    id text NOT NULL,
    sector text NOT NULL,
    name text NOT NULL,
    practice_kind text,
    sor text,
    cvr text,
    vendor text,
    policy jsonb DEFAULT '{}'::jsonb NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    municipality_code text,
    region text,
    contact jsonb DEFAULT '[]'::jsonb NOT NULL,
    active boolean DEFAULT true NOT NULL,
    system_name text,
    system_version text,
    system_active boolean DEFAULT true NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by text,
    CONSTRAINT sender_municipality_code_check CHECK ((municipality_code ~ '^[0-9]{4}$'::text)),
    CONSTRAINT sender_practice_kind_check CHECK ((practice_kind = ANY (ARRAY['general'::text, 'specialist'::text]))),
    CONSTRAINT sender_sector_check CHECK ((sector = ANY (ARRAY['municipal'::text, 'regional'::text, 'practice'::text]))),
    CONSTRAINT sender_version_check CHECK ((version > 0))
);

COMMENT ON TABLE public.sender IS 'reference';

CREATE TABLE public.sender_quality (
    sender_id text NOT NULL,
    counted_date date NOT NULL,
    measure text NOT NULL,
    name text NOT NULL,
    count bigint NOT NULL,
    CONSTRAINT sender_quality_count_check CHECK ((count > 0)),
    CONSTRAINT sender_quality_measure_check CHECK ((measure = ANY (ARRAY['message'::text, 'told'::text, 'refused'::text, 'lag'::text])))
);

COMMENT ON TABLE public.sender_quality IS 'reference';

CREATE TABLE public.sender_version (
    id text NOT NULL,
    sector text NOT NULL,
    name text NOT NULL,
    practice_kind text,
    sor text,
    cvr text,
    vendor text,
    policy jsonb NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    municipality_code text,
    region text,
    contact jsonb NOT NULL,
    active boolean NOT NULL,
    system_name text,
    system_version text,
    system_active boolean NOT NULL,
    version integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by text,
    CONSTRAINT sender_municipality_code_check CHECK ((municipality_code ~ '^[0-9]{4}$'::text)),
    CONSTRAINT sender_practice_kind_check CHECK ((practice_kind = ANY (ARRAY['general'::text, 'specialist'::text]))),
    CONSTRAINT sender_sector_check CHECK ((sector = ANY (ARRAY['municipal'::text, 'regional'::text, 'practice'::text]))),
    CONSTRAINT sender_version_check CHECK ((version > 0))
);

COMMENT ON TABLE public.sender_version IS 'reference';

CREATE TABLE public.setting (
    name text NOT NULL,
    value text NOT NULL
);

COMMENT ON TABLE public.setting IS 'reference';

CREATE TABLE public.stamkort_change (
    citizen_id uuid NOT NULL,
    id uuid NOT NULL,
    due_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.stamkort_change IS 'by citizen';

CREATE TABLE public.stamkort_identifier (
    register text NOT NULL,
    system text NOT NULL,
    value text NOT NULL,
    citizen_id uuid NOT NULL,
    item_id uuid NOT NULL
);

COMMENT ON TABLE public.stamkort_identifier IS 'directory';

CREATE TABLE public.stamkort_import (
    citizen_id uuid NOT NULL,
    id uuid NOT NULL,
    received_at timestamp with time zone NOT NULL,
    document text NOT NULL
);

COMMENT ON TABLE public.stamkort_import IS 'by citizen';

CREATE TABLE public.stamkort_item (
    citizen_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    register text,
    version integer NOT NULL,
    deleted boolean NOT NULL,
    recorded_at timestamp with time zone,
    received_at timestamp with time zone NOT NULL,
    content text NOT NULL,
    author text NOT NULL,
    overwritten text,
    restricted boolean NOT NULL,
    home_keys text[],
    CONSTRAINT stamkort_item_version_check CHECK ((version > 0))
);

COMMENT ON TABLE public.stamkort_item IS 'by citizen';

CREATE TABLE public.stamkort_item_version (
    citizen_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    register text,
    version integer NOT NULL,
    deleted boolean NOT NULL,
    recorded_at timestamp with time zone,
    received_at timestamp with time zone NOT NULL,
    content text NOT NULL,
    author text NOT NULL,
    overwritten text,
    restricted boolean NOT NULL,
    home_keys text[],
    CONSTRAINT stamkort_item_version_version_check CHECK ((version > 0))
);

COMMENT ON TABLE public.stamkort_item_version IS 'by citizen';

CREATE TABLE public.stamkort_owner (
    item_id uuid NOT NULL,
    citizen_id uuid NOT NULL
);

COMMENT ON TABLE public.stamkort_owner IS 'directory';

ALTER TABLE ONLY public.audit_event ATTACH PARTITION public.audit_event_default DEFAULT;

ALTER TABLE ONLY public.occurrence ATTACH PARTITION public.occurrence_default DEFAULT;

ALTER TABLE ONLY public.adoption_event
    ADD CONSTRAINT adoption_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appointment_identifier
    ADD CONSTRAINT appointment_identifier_pkey PRIMARY KEY (sender_id, system, value);

ALTER TABLE ONLY public.appointment_owner
    ADD CONSTRAINT appointment_owner_pkey PRIMARY KEY (appointment_id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_pkey PRIMARY KEY (citizen_id, id);

ALTER TABLE ONLY public.appointment_version
    ADD CONSTRAINT appointment_version_change_key UNIQUE (citizen_id, change_number);

ALTER TABLE ONLY public.appointment_version
    ADD CONSTRAINT appointment_version_pkey PRIMARY KEY (citizen_id, appointment_id, version);

ALTER TABLE ONLY public.audit_anchor
    ADD CONSTRAINT audit_anchor_pkey PRIMARY KEY (citizen_id, month);

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (citizen_id, recorded_at, id);

ALTER TABLE ONLY public.audit_event_default
    ADD CONSTRAINT audit_event_default_pkey PRIMARY KEY (citizen_id, recorded_at, id);

ALTER TABLE ONLY public.audit_head
    ADD CONSTRAINT audit_head_pkey PRIMARY KEY (citizen_id);

ALTER TABLE ONLY public.block
    ADD CONSTRAINT block_pkey PRIMARY KEY (citizen_id, id);

ALTER TABLE ONLY public.citizen
    ADD CONSTRAINT citizen_pkey PRIMARY KEY (citizen_id);

ALTER TABLE ONLY public.consent_version
    ADD CONSTRAINT consent_version_pkey PRIMARY KEY (citizen_id, consent_id, version);

ALTER TABLE ONLY public.extend_slice
    ADD CONSTRAINT extend_slice_pkey PRIMARY KEY (slice);

ALTER TABLE ONLY public.minlog_outbox
    ADD CONSTRAINT minlog_outbox_pkey PRIMARY KEY (citizen_id, id);

ALTER TABLE ONLY public.municipality
    ADD CONSTRAINT municipality_name_key UNIQUE (name);

ALTER TABLE ONLY public.municipality
    ADD CONSTRAINT municipality_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.municipality_region
    ADD CONSTRAINT municipality_region_pkey PRIMARY KEY (municipality_code, valid_from);

ALTER TABLE ONLY public.occurrence
    ADD CONSTRAINT occurrence_pkey PRIMARY KEY (citizen_id, original_start, appointment_id);

ALTER TABLE ONLY public.occurrence_default
    ADD CONSTRAINT occurrence_default_pkey PRIMARY KEY (citizen_id, original_start, appointment_id);

ALTER TABLE ONLY public.quarantined_entry
    ADD CONSTRAINT quarantined_entry_pkey PRIMARY KEY (citizen_id, sender_id, id);

ALTER TABLE ONLY public.register_state
    ADD CONSTRAINT register_state_pkey PRIMARY KEY (register);

ALTER TABLE ONLY public.retain_slice
    ADD CONSTRAINT retain_slice_pkey PRIMARY KEY (slice);

ALTER TABLE ONLY public.sender
    ADD CONSTRAINT sender_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sender_quality
    ADD CONSTRAINT sender_quality_pkey PRIMARY KEY (sender_id, counted_date, measure, name);

ALTER TABLE ONLY public.sender_version
    ADD CONSTRAINT sender_version_pkey PRIMARY KEY (id, version);

ALTER TABLE ONLY public.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.stamkort_change
    ADD CONSTRAINT stamkort_change_pkey PRIMARY KEY (citizen_id, id);

ALTER TABLE ONLY public.stamkort_identifier
    ADD CONSTRAINT stamkort_identifier_pkey PRIMARY KEY (register, system, value);

ALTER TABLE ONLY public.stamkort_import
    ADD CONSTRAINT stamkort_import_pkey PRIMARY KEY (citizen_id, id);

ALTER TABLE ONLY public.stamkort_item
    ADD CONSTRAINT stamkort_item_pkey PRIMARY KEY (citizen_id, id);

ALTER TABLE ONLY public.stamkort_item_version
    ADD CONSTRAINT stamkort_item_version_pkey PRIMARY KEY (citizen_id, id, version);

ALTER TABLE ONLY public.stamkort_owner
    ADD CONSTRAINT stamkort_owner_pkey PRIMARY KEY (item_id);

CREATE UNIQUE INDEX adoption_event_key ON public.adoption_event USING btree (municipality_code, solution, kind, event_date) WHERE (withdrawn_at IS NULL);

CREATE INDEX appointment_home_idx ON public.appointment USING btree (citizen_id) WHERE ((home_keys IS NOT NULL) AND (NOT deleted));

CREATE INDEX appointment_other_identifiers_idx ON public.appointment USING gin (other_identifiers) WHERE (other_identifiers IS NOT NULL);

CREATE INDEX appointment_restricted_idx ON public.appointment USING btree (citizen_id) WHERE (restricted AND (NOT deleted));

CREATE INDEX appointment_sender_idx ON public.appointment USING btree (sender_id, updated_at);

CREATE INDEX appointment_series_idx ON public.appointment USING btree (citizen_id, id) WHERE ((kind = 'series'::text) AND (NOT deleted));

CREATE INDEX minlog_outbox_due_idx ON public.minlog_outbox USING btree (due_at NULLS FIRST, recorded_at);

CREATE INDEX quarantined_entry_sender_idx ON public.quarantined_entry USING btree (sender_id, first_at, id);

CREATE INDEX stamkort_change_due_idx ON public.stamkort_change USING btree (due_at);

CREATE UNIQUE INDEX stamkort_item_single_key ON public.stamkort_item USING btree (citizen_id, kind) WHERE (kind <> ALL (ARRAY['relative'::text, 'custody'::text]));

ALTER INDEX public.audit_event_pkey ATTACH PARTITION public.audit_event_default_pkey;

ALTER INDEX public.occurrence_pkey ATTACH PARTITION public.occurrence_default_pkey;

GRANT USAGE ON SCHEMA public TO aftaledeling_service;

GRANT SELECT,INSERT ON TABLE public.adoption_event TO aftaledeling_service;

GRANT UPDATE(withdrawn_at) ON TABLE public.adoption_event TO aftaledeling_service;

GRANT UPDATE(withdrawn_by) ON TABLE public.adoption_event TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.appointment TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.appointment_identifier TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.appointment_owner TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.appointment_version TO aftaledeling_service;

GRANT SELECT,INSERT ON TABLE public.audit_anchor TO aftaledeling_service;

GRANT SELECT,INSERT ON TABLE public.audit_event TO aftaledeling_service;

GRANT SELECT,INSERT ON TABLE public.audit_event_default TO aftaledeling_service;

GRANT SELECT,INSERT,UPDATE ON TABLE public.audit_head TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.block TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.citizen TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.consent_version TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.extend_slice TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.minlog_outbox TO aftaledeling_service;

GRANT SELECT ON TABLE public.municipality TO aftaledeling_service;

GRANT SELECT ON TABLE public.municipality_region TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.occurrence TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.occurrence_default TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quarantined_entry TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.register_state TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.retain_slice TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sender TO aftaledeling_service;

GRANT SELECT,INSERT,UPDATE ON TABLE public.sender_quality TO aftaledeling_service;

GRANT SELECT,INSERT ON TABLE public.sender_version TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.setting TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.stamkort_change TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.stamkort_identifier TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.stamkort_import TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.stamkort_item TO aftaledeling_service;

GRANT SELECT,INSERT ON TABLE public.stamkort_item_version TO aftaledeling_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.stamkort_owner TO aftaledeling_service;
