CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);
CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);
CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);
CREATE FUNCTION public.kernel_audit_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END $$;
CREATE FUNCTION public.kernel_next_numbers(organization uuid, series text, year integer, how_many integer) RETURNS SETOF bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    counter text := format('number_%s_%s_%s', replace(organization::text, '-', ''), lower(series), year);
BEGIN
    IF to_regclass(counter) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext(counter));
        EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I', counter);
    END IF;
    RETURN QUERY SELECT nextval(counter::regclass) FROM generate_series(1, how_many);
END $$;
CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;
CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;
    RETURN job_ids;
END;
$$;
CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;
    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;
    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;
    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;
    RETURN _job_id;
END;
$$;
CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);
CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;
 RETURN found_jobs;
END;
$$;
CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;
CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;
CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;
CREATE TABLE public.accounts_apitoken (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    token_hash character varying(64) NOT NULL,
    name character varying(80) NOT NULL,
    last_used_at timestamp with time zone,
    expires_at timestamp with time zone,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL
);
CREATE TABLE public.accounts_brand (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    color character varying(7) NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.accounts_breakrequest (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    decided_at timestamp with time zone,
    decided_by_id uuid,
    organization_id uuid NOT NULL,
    reason_id uuid NOT NULL,
    user_id uuid NOT NULL
);
CREATE TABLE public.accounts_invitation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    token_hash character varying(64) NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    created_by_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    role_id uuid NOT NULL,
    team_id uuid
);
CREATE TABLE public.accounts_membership (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    is_leader boolean NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    team_id uuid NOT NULL
);
CREATE TABLE public.accounts_presence (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    status character varying(10) NOT NULL,
    since timestamp with time zone NOT NULL,
    channels character varying(20)[] NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    reason_id uuid,
    note character varying(200) NOT NULL,
    origin character varying(10) NOT NULL,
    seen_at timestamp with time zone
);
CREATE TABLE public.accounts_presenceinterval (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    status character varying(10) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    reason_id uuid,
    by_id uuid,
    note character varying(200) NOT NULL,
    origin character varying(10) NOT NULL,
    CONSTRAINT ends_after_start CHECK (((ended_at IS NULL) OR (ended_at >= started_at)))
);
CREATE TABLE public.accounts_presencereason (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    code character varying(40) NOT NULL,
    name_zh character varying(40) NOT NULL,
    name_en character varying(40) NOT NULL,
    "position" smallint NOT NULL,
    organization_id uuid NOT NULL,
    is_active boolean NOT NULL,
    longest_minutes smallint,
    minutes_a_day smallint,
    most_percent smallint,
    needs_approval boolean NOT NULL,
    CONSTRAINT accounts_presencereason_longest_minutes_check CHECK ((longest_minutes >= 0)),
    CONSTRAINT accounts_presencereason_minutes_a_day_check CHECK ((minutes_a_day >= 0)),
    CONSTRAINT accounts_presencereason_most_percent_check CHECK ((most_percent >= 0)),
    CONSTRAINT accounts_presencereason_position_check CHECK (("position" >= 0)),
    CONSTRAINT most_percent_1_to_100 CHECK (((most_percent IS NULL) OR ((most_percent >= 1) AND (most_percent <= 100))))
);
CREATE TABLE public.accounts_ramp (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    begins_on date NOT NULL,
    steps jsonb NOT NULL,
    begun_by_id uuid,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL
);
CREATE TABLE public.accounts_role (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    code character varying(40) NOT NULL,
    name_zh character varying(80) NOT NULL,
    name_en character varying(80) NOT NULL,
    permissions character varying(80)[] NOT NULL,
    scope character varying(10) NOT NULL,
    is_builtin boolean NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.accounts_skill (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.accounts_team (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(80) NOT NULL,
    organization_id uuid NOT NULL,
    parent_id uuid
);
CREATE TABLE public.accounts_user (
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    employee_number character varying(32),
    mobile character varying(20),
    email character varying(254),
    name character varying(80) NOT NULL,
    nickname character varying(80) NOT NULL,
    pinyin character varying(400) NOT NULL,
    locale character varying(10) NOT NULL,
    brand_ids uuid[] NOT NULL,
    chat_capacity smallint NOT NULL,
    is_active boolean NOT NULL,
    must_change_password boolean NOT NULL,
    organization_id uuid NOT NULL,
    role_id uuid NOT NULL,
    session_mark character varying(16) NOT NULL,
    CONSTRAINT accounts_user_chat_capacity_check CHECK ((chat_capacity >= 0)),
    CONSTRAINT can_sign_in_somehow CHECK (((employee_number IS NOT NULL) OR (mobile IS NOT NULL) OR (email IS NOT NULL))),
    CONSTRAINT null_not_empty CHECK (((NOT (((employee_number)::text = ''::text) AND (employee_number IS NOT NULL))) AND (NOT (((mobile)::text = ''::text) AND (mobile IS NOT NULL))) AND (NOT (((email)::text = ''::text) AND (email IS NOT NULL)))))
);
CREATE TABLE public.accounts_userskill (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    level smallint NOT NULL,
    organization_id uuid NOT NULL,
    skill_id uuid NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT accounts_userskill_level_check CHECK ((level >= 0)),
    CONSTRAINT skill_level_1_to_5 CHECK (((level >= 1) AND (level <= 5)))
);
CREATE TABLE public.analytics_export (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    format character varying(10) NOT NULL,
    parameters jsonb NOT NULL,
    state character varying(10) NOT NULL,
    rows_done integer NOT NULL,
    rows_total integer NOT NULL,
    file_id uuid,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind character varying(40) NOT NULL,
    failure jsonb NOT NULL,
    CONSTRAINT analytics_export_rows_done_check CHECK ((rows_done >= 0)),
    CONSTRAINT analytics_export_rows_total_check CHECK ((rows_total >= 0))
);
CREATE TABLE public.analytics_target (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    code character varying(40) NOT NULL,
    value double precision NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.analytics_wallboard (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(80) NOT NULL,
    token_hash character varying(64) NOT NULL,
    codes character varying(40)[] NOT NULL,
    queue_ids uuid[] NOT NULL,
    team_ids uuid[] NOT NULL,
    seen_at timestamp with time zone,
    created_by_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.announcements_announcement (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    title character varying(80) NOT NULL,
    text character varying(2000) NOT NULL,
    audience character varying(10) NOT NULL,
    team_ids uuid[] NOT NULL,
    must_confirm boolean NOT NULL,
    expires_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    reminded_at timestamp with time zone,
    author_id uuid NOT NULL,
    brand_id uuid,
    organization_id uuid NOT NULL
);
CREATE TABLE public.announcements_receipt (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    confirmed_at timestamp with time zone,
    announcement_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT confirmed_after_read CHECK (((confirmed_at IS NULL) OR (read_at IS NOT NULL)))
);
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.automations_automationrule (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(60) NOT NULL,
    "position" smallint NOT NULL,
    is_enabled boolean NOT NULL,
    stops_after boolean NOT NULL,
    trigger character varying(20) NOT NULL,
    definition jsonb NOT NULL,
    off_reason character varying(20) NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT automations_automationrule_position_check CHECK (("position" >= 0))
);
CREATE TABLE public.automations_macro (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(60) NOT NULL,
    actions jsonb NOT NULL,
    organization_id uuid NOT NULL,
    owner_id uuid,
    team_id uuid,
    CONSTRAINT macro_of_a_person_or_a_team CHECK (((owner_id IS NULL) OR (team_id IS NULL)))
);
CREATE TABLE public.automations_rulefiring (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    fact character varying(80) NOT NULL,
    is_chained boolean NOT NULL,
    state character varying(10) NOT NULL,
    held jsonb NOT NULL,
    done jsonb NOT NULL,
    error character varying(500) NOT NULL,
    organization_id uuid NOT NULL,
    rule_id uuid NOT NULL,
    ticket_id uuid NOT NULL
);
CREATE TABLE public.bot_botsettings (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    answer_threshold double precision,
    offer_threshold double precision,
    organization_id uuid NOT NULL,
    site_id uuid NOT NULL
);
CREATE TABLE public.bot_calibration (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    profile character varying(40) NOT NULL,
    aim double precision NOT NULL,
    labels integer NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    verdict character varying(20) NOT NULL,
    coefficients jsonb,
    fitted_by_name character varying(120) NOT NULL,
    brand_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT bot_calibration_labels_check CHECK ((labels >= 0))
);
CREATE TABLE public.bot_flow (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(60) NOT NULL,
    draft jsonb NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    brand_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    published_id uuid
);
CREATE TABLE public.bot_flowrun (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    step character varying(40) NOT NULL,
    variables jsonb NOT NULL,
    tries smallint NOT NULL,
    touched_at timestamp with time zone NOT NULL,
    conversation_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    version_id uuid NOT NULL,
    CONSTRAINT bot_flowrun_tries_check CHECK ((tries >= 0))
);
CREATE TABLE public.bot_flowversion (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number integer NOT NULL,
    definition jsonb NOT NULL,
    publisher_id uuid,
    flow_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT bot_flowversion_number_check CHECK ((number >= 0))
);
CREATE TABLE public.bot_provider (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    is_on boolean NOT NULL,
    base_url character varying(300) NOT NULL,
    sealed_key text NOT NULL,
    model character varying(100) NOT NULL,
    timeout_seconds smallint NOT NULL,
    monthly_cap integer NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT bot_provider_monthly_cap_check CHECK ((monthly_cap >= 0)),
    CONSTRAINT bot_provider_timeout_seconds_check CHECK ((timeout_seconds >= 0))
);
CREATE TABLE public.bot_provideruse (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    month character varying(7) NOT NULL,
    requests integer NOT NULL,
    outcomes jsonb NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT bot_provideruse_requests_check CHECK ((requests >= 0))
);
CREATE TABLE public.bot_tuning (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    is_on boolean NOT NULL,
    aim double precision NOT NULL,
    brand_id uuid NOT NULL,
    in_use_id uuid,
    organization_id uuid NOT NULL
);
CREATE TABLE public.bot_turn (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    message_id uuid NOT NULL,
    question character varying(500) NOT NULL,
    outcome character varying(20) NOT NULL,
    reason character varying(40) NOT NULL,
    ranked_by character varying(40) NOT NULL,
    probability double precision,
    candidates jsonb NOT NULL,
    article_id uuid,
    conversation_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    corrected_id uuid,
    is_helpful boolean,
    picked_id uuid,
    review character varying(10) NOT NULL
);
CREATE TABLE public.bot_vector (
    id bigint NOT NULL,
    model character varying(60) NOT NULL,
    text_hash character varying(64) NOT NULL,
    vector bytea NOT NULL
);
ALTER TABLE public.bot_vector ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bot_vector_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.bulletins_bulletin (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(10) NOT NULL,
    source_id uuid NOT NULL,
    words jsonb NOT NULL,
    keywords character varying(40)[] NOT NULL,
    ended_at timestamp with time zone,
    brand_id uuid,
    organization_id uuid NOT NULL
);
CREATE TABLE public.calendars_calendar (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(80) NOT NULL,
    time_zone character varying(64) NOT NULL,
    weekly jsonb NOT NULL,
    follows_statutory_holidays boolean NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.calendars_calendarday (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    date date NOT NULL,
    kind character varying(10) NOT NULL,
    name character varying(80) NOT NULL,
    shifts jsonb NOT NULL,
    calendar_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.callers_dutyshift (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(10) NOT NULL,
    week character varying(8) NOT NULL,
    weekdays smallint[] NOT NULL,
    begins character varying(5) NOT NULL,
    ends character varying(5) NOT NULL,
    place smallint NOT NULL,
    takes_everybody boolean NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT callers_dutyshift_place_check CHECK ((place >= 0))
);
CREATE TABLE public.callers_warningentry (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    visitor_id uuid,
    number character varying(20) NOT NULL,
    name character varying(120) NOT NULL,
    reason character varying(200) NOT NULL,
    grade character varying(10) NOT NULL,
    until timestamp with time zone,
    added_by_id uuid NOT NULL,
    brand_id uuid,
    customer_id uuid,
    organization_id uuid NOT NULL,
    CONSTRAINT warns_of_one_person CHECK ((((customer_id IS NOT NULL) AND ((number)::text = ''::text) AND (visitor_id IS NULL)) OR ((customer_id IS NULL) AND ((number)::text = ''::text) AND (visitor_id IS NOT NULL)) OR ((customer_id IS NULL) AND (visitor_id IS NULL) AND (NOT ((number)::text = ''::text)))))
);
CREATE TABLE public.connectors_connection (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    provider character varying(10) NOT NULL,
    base_url character varying(300) NOT NULL,
    secret character varying(200) NOT NULL,
    timeout_seconds smallint NOT NULL,
    coupon_limit numeric(12,2) NOT NULL,
    brand_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT connectors_connection_timeout_seconds_check CHECK ((timeout_seconds >= 0))
);
CREATE TABLE public.connectors_coupongrant (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    key character varying(64) NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(120) NOT NULL,
    amount numeric(12,2) NOT NULL,
    currency character varying(3) NOT NULL,
    minimum numeric(12,2) NOT NULL,
    days smallint NOT NULL,
    reference character varying(120) NOT NULL,
    granted_by_id uuid,
    granted_by_name character varying(120) NOT NULL,
    revoked_at timestamp with time zone,
    brand_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT connectors_coupongrant_days_check CHECK ((days >= 0))
);
CREATE TABLE public.connectors_democoupon (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(120) NOT NULL,
    amount numeric(12,2) NOT NULL,
    minimum numeric(12,2) NOT NULL,
    days smallint NOT NULL,
    brand_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT connectors_democoupon_days_check CHECK ((days >= 0))
);
CREATE TABLE public.connectors_demoorder (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number character varying(40) NOT NULL,
    external_id character varying(120) NOT NULL,
    phone character varying(40) NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    state character varying(12) NOT NULL,
    content jsonb NOT NULL,
    brand_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.conversations_conversation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number character varying(20) NOT NULL,
    visitor_name character varying(80) NOT NULL,
    locale character varying(10) NOT NULL,
    channel character varying(10) NOT NULL,
    status character varying(10) NOT NULL,
    work_item_id uuid,
    entry jsonb NOT NULL,
    summary text NOT NULL,
    queued_at timestamp with time zone,
    assigned_at timestamp with time zone,
    closed_at timestamp with time zone,
    last_seq integer NOT NULL,
    read_seq integer NOT NULL,
    unread integer NOT NULL,
    unanswered_since timestamp with time zone,
    last_text character varying(120) NOT NULL,
    last_sender character varying(10) NOT NULL,
    last_message_at timestamp with time zone,
    assignee_id uuid,
    brand_id uuid NOT NULL,
    customer_id uuid,
    organization_id uuid NOT NULL,
    queue_id uuid,
    site_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    expected_disposition_id uuid,
    alarm_since timestamp with time zone,
    alarm_stage smallint NOT NULL,
    alarmed_at timestamp with time zone,
    overflowed_at timestamp with time zone,
    previous_id uuid,
    prompted_at timestamp with time zone,
    rating_invited_at timestamp with time zone,
    taken_at timestamp with time zone,
    visitor_read_seq integer NOT NULL,
    snoozed_until timestamp with time zone,
    snooze_note character varying(200) NOT NULL,
    woken_at timestamp with time zone,
    CONSTRAINT active_has_assignee CHECK (((NOT ((status)::text = 'active'::text)) OR (assignee_id IS NOT NULL))),
    CONSTRAINT conversations_conversation_alarm_stage_check CHECK ((alarm_stage >= 0)),
    CONSTRAINT conversations_conversation_last_seq_check CHECK ((last_seq >= 0)),
    CONSTRAINT conversations_conversation_read_seq_check CHECK ((read_seq >= 0)),
    CONSTRAINT conversations_conversation_unread_check CHECK ((unread >= 0)),
    CONSTRAINT conversations_conversation_visitor_read_seq_check CHECK ((visitor_read_seq >= 0)),
    CONSTRAINT only_active_is_snoozed CHECK ((((status)::text = 'active'::text) OR (snoozed_until IS NULL)))
);
CREATE TABLE public.conversations_doorpolicy (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    challenge character varying(10) NOT NULL,
    asks_sum boolean NOT NULL,
    links character varying(10) NOT NULL,
    allowed_domains character varying(253)[] NOT NULL,
    brand_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.conversations_draft (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    text text NOT NULL,
    conversation_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL
);
CREATE TABLE public.conversations_mention (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    conversation_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL
);
CREATE TABLE public.conversations_message (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seq integer NOT NULL,
    client_id character varying(64),
    sender_kind character varying(10) NOT NULL,
    sender_id uuid,
    sender_name character varying(120) NOT NULL,
    kind character varying(15) NOT NULL,
    text text NOT NULL,
    payload jsonb NOT NULL,
    attachments jsonb NOT NULL,
    quote_id uuid,
    recalled_at timestamp with time zone,
    conversation_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT conversations_message_seq_check CHECK ((seq >= 0))
);
CREATE TABLE public.conversations_pageview (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    address character varying(500) NOT NULL,
    title character varying(120) NOT NULL,
    organization_id uuid NOT NULL,
    visitor_id uuid NOT NULL
);
CREATE TABLE public.conversations_scheduledmessage (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    text text NOT NULL,
    send_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    conversation_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL
);
CREATE TABLE public.conversations_site (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    key character varying(60) NOT NULL,
    name character varying(80) NOT NULL,
    origins character varying(200)[] NOT NULL,
    locale character varying(10) NOT NULL,
    settings jsonb NOT NULL,
    bot_enabled boolean NOT NULL,
    identity_secret character varying(64) NOT NULL,
    brand_id uuid NOT NULL,
    calendar_id uuid,
    organization_id uuid NOT NULL,
    queue_id uuid NOT NULL,
    logo_id uuid
);
CREATE TABLE public.conversations_visitor (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(80) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(40) NOT NULL,
    external_id character varying(120) NOT NULL,
    is_verified boolean NOT NULL,
    is_online boolean NOT NULL,
    locale character varying(10) NOT NULL,
    ip inet,
    brand_id uuid NOT NULL,
    customer_id uuid,
    organization_id uuid NOT NULL,
    site_id uuid NOT NULL,
    left_at timestamp with time zone
);
CREATE TABLE public.customers_customer (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(120) NOT NULL,
    tier character varying(10) NOT NULL,
    tags character varying(40)[] NOT NULL,
    note text NOT NULL,
    pinyin character varying(1000) NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    brand_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    address character varying(300) NOT NULL
);
CREATE TABLE public.customers_identity (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(10) NOT NULL,
    value character varying(254) NOT NULL,
    verified boolean NOT NULL,
    brand_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.customers_timelineentry (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(40) NOT NULL,
    title_zh character varying(200) NOT NULL,
    title_en character varying(200) NOT NULL,
    summary text NOT NULL,
    object_type character varying(40) NOT NULL,
    object_id uuid NOT NULL,
    agent_name character varying(120) NOT NULL,
    data jsonb NOT NULL,
    customer_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
CREATE TABLE public.guarding_blockrequest (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    reason character varying(200) NOT NULL,
    days smallint NOT NULL,
    with_address boolean NOT NULL,
    state character varying(10) NOT NULL,
    decided_at timestamp with time zone,
    note character varying(200) NOT NULL,
    until timestamp with time zone,
    asked_by_id uuid NOT NULL,
    conversation_id uuid,
    decided_by_id uuid,
    organization_id uuid NOT NULL,
    call_id uuid,
    CONSTRAINT blocks_for_one_contact CHECK ((((conversation_id IS NULL) OR (call_id IS NULL)) AND (1 = (
CASE
    WHEN (conversation_id IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (call_id IS NULL) THEN 1
    ELSE 0
END)))),
    CONSTRAINT guarding_blockrequest_days_check CHECK ((days >= 0))
);
CREATE TABLE public.imports_importedrecord (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(20) NOT NULL,
    source character varying(20) NOT NULL,
    key character varying(200) NOT NULL,
    object_id uuid NOT NULL,
    fingerprint character varying(64) NOT NULL,
    organization_id uuid NOT NULL,
    run_id uuid
);
CREATE TABLE public.imports_importmapping (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(20) NOT NULL,
    source character varying(20) NOT NULL,
    columns jsonb NOT NULL,
    "values" jsonb NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.imports_importreject (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number integer NOT NULL,
    cells jsonb NOT NULL,
    reason character varying(500) NOT NULL,
    organization_id uuid NOT NULL,
    run_id uuid NOT NULL,
    CONSTRAINT imports_importreject_number_check CHECK ((number >= 0))
);
CREATE TABLE public.imports_importrun (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(20) NOT NULL,
    source character varying(20) NOT NULL,
    name character varying(200) NOT NULL,
    file_id uuid,
    user_name character varying(120) NOT NULL,
    language character varying(10) NOT NULL,
    state character varying(10) NOT NULL,
    columns jsonb NOT NULL,
    header_line integer NOT NULL,
    mapping jsonb NOT NULL,
    options jsonb NOT NULL,
    total integer NOT NULL,
    read integer NOT NULL,
    created integer NOT NULL,
    updated integer NOT NULL,
    unchanged integer NOT NULL,
    quarantined integer NOT NULL,
    trial jsonb,
    error character varying(500) NOT NULL,
    errors_file_id uuid,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    organization_id uuid NOT NULL,
    user_id uuid,
    CONSTRAINT imports_importrun_created_check CHECK ((created >= 0)),
    CONSTRAINT imports_importrun_header_line_check CHECK ((header_line >= 0)),
    CONSTRAINT imports_importrun_quarantined_check CHECK ((quarantined >= 0)),
    CONSTRAINT imports_importrun_read_check CHECK ((read >= 0)),
    CONSTRAINT imports_importrun_total_check CHECK ((total >= 0)),
    CONSTRAINT imports_importrun_unchanged_check CHECK ((unchanged >= 0)),
    CONSTRAINT imports_importrun_updated_check CHECK ((updated >= 0))
);
CREATE TABLE public.incidents_detectionrule (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(60) NOT NULL,
    is_enabled boolean NOT NULL,
    source character varying(20) NOT NULL,
    by character varying(10) NOT NULL,
    count smallint NOT NULL,
    minutes smallint NOT NULL,
    likeness smallint NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT incidents_detectionrule_count_check CHECK ((count >= 0)),
    CONSTRAINT incidents_detectionrule_likeness_check CHECK ((likeness >= 0)),
    CONSTRAINT incidents_detectionrule_minutes_check CHECK ((minutes >= 0))
);
CREATE TABLE public.incidents_emergencyplan (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(60) NOT NULL,
    grades smallint[] NOT NULL,
    banner_zh character varying(200) NOT NULL,
    banner_en character varying(200) NOT NULL,
    answer_zh text NOT NULL,
    answer_en text NOT NULL,
    keywords character varying(40)[] NOT NULL,
    "then" character varying(10) NOT NULL,
    macro_name character varying(60) NOT NULL,
    actions jsonb NOT NULL,
    is_active boolean NOT NULL,
    brand_id uuid,
    number_id uuid,
    organization_id uuid NOT NULL,
    prompt_id uuid
);
CREATE TABLE public.incidents_incident (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number character varying(20) NOT NULL,
    title character varying(200) NOT NULL,
    source character varying(20) NOT NULL,
    state character varying(10) NOT NULL,
    grade smallint NOT NULL,
    grade_is_by_hand boolean NOT NULL,
    by character varying(10) NOT NULL,
    likeness smallint NOT NULL,
    marks jsonb NOT NULL,
    count integer NOT NULL,
    important integer NOT NULL,
    last_at timestamp with time zone,
    confirmed_at timestamp with time zone,
    handled_at timestamp with time zone,
    closed_at timestamp with time zone,
    cause_note text NOT NULL,
    measure text NOT NULL,
    measure_due date,
    page_due_at timestamp with time zone,
    brand_id uuid,
    closed_by_id uuid,
    confirmed_by_id uuid,
    measure_owner_id uuid,
    opened_by_id uuid,
    organization_id uuid NOT NULL,
    owner_id uuid,
    rule_id uuid,
    cause_id uuid,
    CONSTRAINT closed_incident_has_cause_and_measure CHECK (((NOT ((state)::text = 'closed'::text)) OR ((cause_id IS NOT NULL) AND (measure_due IS NOT NULL) AND (measure_owner_id IS NOT NULL) AND (NOT (measure = ''::text))))),
    CONSTRAINT incident_grade_is_one_of_four CHECK (((grade >= 1) AND (grade <= 4))),
    CONSTRAINT incidents_incident_count_check CHECK ((count >= 0)),
    CONSTRAINT incidents_incident_grade_check CHECK ((grade >= 0)),
    CONSTRAINT incidents_incident_important_check CHECK ((important >= 0)),
    CONSTRAINT incidents_incident_likeness_check CHECK ((likeness >= 0))
);
CREATE TABLE public.incidents_incidentcause (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name_zh character varying(60) NOT NULL,
    name_en character varying(60) NOT NULL,
    "position" smallint NOT NULL,
    is_active boolean NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT incidents_incidentcause_position_check CHECK (("position" >= 0))
);
CREATE TABLE public.incidents_incidententry (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(20) NOT NULL,
    actor_name character varying(120) NOT NULL,
    text text NOT NULL,
    data jsonb NOT NULL,
    incident_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.incidents_incidentlink (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    is_important boolean NOT NULL,
    conversation_id uuid,
    incident_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid,
    call_id uuid,
    CONSTRAINT incident_link_is_of_one_thing CHECK ((((call_id IS NULL) AND (conversation_id IS NULL) AND (ticket_id IS NOT NULL)) OR ((call_id IS NULL) AND (conversation_id IS NOT NULL) AND (ticket_id IS NULL)) OR ((call_id IS NOT NULL) AND (conversation_id IS NULL) AND (ticket_id IS NULL))))
);
CREATE TABLE public.incidents_incidentpage (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    step smallint NOT NULL,
    role character varying(10) NOT NULL,
    due_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    has_sms boolean NOT NULL,
    incident_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    rung character varying(20) NOT NULL,
    CONSTRAINT incidents_incidentpage_step_check CHECK ((step >= 0))
);
CREATE TABLE public.incidents_incidentpolicy (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    grade_1 integer NOT NULL,
    grade_2 integer NOT NULL,
    grade_3 integer NOT NULL,
    important_percent smallint NOT NULL,
    paged_grades smallint[] NOT NULL,
    confirm_minutes smallint NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT incidents_incidentpolicy_confirm_minutes_check CHECK ((confirm_minutes >= 0)),
    CONSTRAINT incidents_incidentpolicy_grade_1_check CHECK ((grade_1 >= 0)),
    CONSTRAINT incidents_incidentpolicy_grade_2_check CHECK ((grade_2 >= 0)),
    CONSTRAINT incidents_incidentpolicy_grade_3_check CHECK ((grade_3 >= 0)),
    CONSTRAINT incidents_incidentpolicy_important_percent_check CHECK ((important_percent >= 0))
);
CREATE TABLE public.incidents_planactivation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    plan_name character varying(60) NOT NULL,
    is_rehearsal boolean NOT NULL,
    restored_at timestamp with time zone,
    parts jsonb NOT NULL,
    retry_at timestamp with time zone,
    begun_by_id uuid NOT NULL,
    brand_id uuid,
    incident_id uuid,
    organization_id uuid NOT NULL,
    plan_id uuid,
    restored_by_id uuid,
    CONSTRAINT rehearsal_is_over CHECK (((NOT is_rehearsal) OR (restored_at IS NOT NULL)))
);
CREATE TABLE public.integrations_grouprobot (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(80) NOT NULL,
    kind character varying(10) NOT NULL,
    url character varying(500) NOT NULL,
    secret character varying(200) NOT NULL,
    events character varying(40)[] NOT NULL,
    locale character varying(8) NOT NULL,
    is_active boolean NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.integrations_robotmessage (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    event character varying(40) NOT NULL,
    fact character varying(120) NOT NULL,
    title character varying(120) NOT NULL,
    text character varying(500) NOT NULL,
    link character varying(300) NOT NULL,
    state character varying(10) NOT NULL,
    attempts smallint NOT NULL,
    error character varying(300) NOT NULL,
    sent_at timestamp with time zone,
    organization_id uuid NOT NULL,
    robot_id uuid NOT NULL,
    CONSTRAINT integrations_robotmessage_attempts_check CHECK ((attempts >= 0))
);
CREATE TABLE public.kernel_auditentry (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    actor_kind character varying(10) NOT NULL,
    actor_id uuid,
    actor_name character varying(120) NOT NULL,
    action character varying(80) NOT NULL,
    target_type character varying(40) NOT NULL,
    target_id character varying(64) NOT NULL,
    target_label character varying(200) NOT NULL,
    before jsonb,
    after jsonb,
    ip inet,
    organization_id uuid NOT NULL
);
CREATE TABLE public.kernel_block (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(10) NOT NULL,
    value character varying(254) NOT NULL,
    reason character varying(200) NOT NULL,
    until timestamp with time zone,
    created_by_id uuid,
    organization_id uuid NOT NULL,
    refusals integer NOT NULL,
    refused_at timestamp with time zone,
    CONSTRAINT kernel_block_refusals_check CHECK ((refusals >= 0))
);
CREATE SEQUENCE public.kernel_event_position
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE public.kernel_idempotentresponse (
    scope character varying(64) NOT NULL,
    request_hash character varying(64) NOT NULL,
    status smallint NOT NULL,
    body bytea NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.kernel_instancenote (
    name character varying(40) NOT NULL,
    content jsonb NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.kernel_organization (
    id uuid NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(120) NOT NULL,
    is_demo boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    profile character varying(10) NOT NULL,
    watermark boolean,
    one_session boolean NOT NULL,
    staff_networks character varying(43)[] NOT NULL
);
CREATE TABLE public.kernel_outboxevent (
    id bigint NOT NULL,
    organization_id uuid NOT NULL,
    name character varying(80) NOT NULL,
    payload jsonb NOT NULL,
    audience text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    "position" bigint
);
ALTER TABLE public.kernel_outboxevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.kernel_outboxevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.kernel_parkedevent (
    id bigint NOT NULL,
    subscriber character varying(80) NOT NULL,
    "position" bigint NOT NULL,
    organization_id uuid NOT NULL,
    name character varying(80) NOT NULL,
    payload jsonb NOT NULL,
    error text NOT NULL,
    parked_at timestamp with time zone NOT NULL
);
ALTER TABLE public.kernel_parkedevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.kernel_parkedevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.kernel_searchdocument (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(30) NOT NULL,
    object_id uuid NOT NULL,
    brand_id uuid,
    title text NOT NULL,
    facets text[] NOT NULL,
    tokens tsvector NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.kernel_storedfile (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(200) NOT NULL,
    size bigint NOT NULL,
    type character varying(100) NOT NULL,
    sha256 character varying(64) NOT NULL,
    key character varying(200) NOT NULL,
    uploader_kind character varying(10) NOT NULL,
    uploader_id uuid,
    organization_id uuid NOT NULL
);
CREATE TABLE public.kernel_subscription (
    name character varying(80) NOT NULL,
    "position" bigint NOT NULL
);
CREATE TABLE public.knowledge_article (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    locale character varying(10) NOT NULL,
    key character varying(120) NOT NULL,
    question character varying(500) NOT NULL,
    answer text NOT NULL,
    status character varying(10) NOT NULL,
    version integer NOT NULL,
    review_on date,
    updated_at timestamp with time zone NOT NULL,
    brand_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    owner_id uuid,
    updated_by_id uuid,
    category_id uuid,
    is_confirmed boolean NOT NULL,
    CONSTRAINT knowledge_article_version_check CHECK ((version >= 0))
);
CREATE TABLE public.knowledge_articleversion (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    question character varying(500) NOT NULL,
    answer text NOT NULL,
    "similar" jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    article_id uuid NOT NULL,
    editor_id uuid,
    organization_id uuid NOT NULL,
    CONSTRAINT knowledge_articleversion_version_check CHECK ((version >= 0))
);
CREATE TABLE public.knowledge_category (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(100) NOT NULL,
    "position" integer NOT NULL,
    brand_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    parent_id uuid,
    CONSTRAINT knowledge_category_position_check CHECK (("position" >= 0))
);
CREATE TABLE public.knowledge_revision (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number bigint NOT NULL,
    brand_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.knowledge_similarquestion (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    text character varying(500) NOT NULL,
    "position" smallint NOT NULL,
    article_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT knowledge_similarquestion_position_check CHECK (("position" >= 0))
);
CREATE TABLE public.mail_mailbox (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    address character varying(254) NOT NULL,
    sender_name character varying(80) NOT NULL,
    locale character varying(10) NOT NULL,
    imap_host character varying(253) NOT NULL,
    imap_port integer NOT NULL,
    imap_security character varying(10) NOT NULL,
    smtp_host character varying(253) NOT NULL,
    smtp_port integer NOT NULL,
    smtp_security character varying(10) NOT NULL,
    "user" character varying(254) NOT NULL,
    secret text NOT NULL,
    folder character varying(120) NOT NULL,
    reads_all boolean NOT NULL,
    is_catch_all boolean NOT NULL,
    has_plus boolean NOT NULL,
    signature text NOT NULL,
    auto_reply text NOT NULL,
    undo_seconds smallint NOT NULL,
    reply_minutes integer NOT NULL,
    silent_minutes integer NOT NULL,
    is_active boolean NOT NULL,
    uid_validity bigint,
    last_uid bigint NOT NULL,
    trying_uid bigint NOT NULL,
    tries smallint NOT NULL,
    read_at timestamp with time zone,
    failing_since timestamp with time zone,
    problem character varying(40) NOT NULL,
    problem_detail character varying(300) NOT NULL,
    alarmed_at timestamp with time zone,
    brand_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    queue_id uuid NOT NULL,
    CONSTRAINT mail_mailbox_imap_port_check CHECK ((imap_port >= 0)),
    CONSTRAINT mail_mailbox_reply_minutes_check CHECK ((reply_minutes >= 0)),
    CONSTRAINT mail_mailbox_silent_minutes_check CHECK ((silent_minutes >= 0)),
    CONSTRAINT mail_mailbox_smtp_port_check CHECK ((smtp_port >= 0)),
    CONSTRAINT mail_mailbox_tries_check CHECK ((tries >= 0)),
    CONSTRAINT mail_mailbox_undo_seconds_check CHECK ((undo_seconds >= 0))
);
CREATE TABLE public.mail_mailthread (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    subject character varying(300) NOT NULL,
    from_address character varying(254) NOT NULL,
    people character varying(254)[] NOT NULL,
    "references" jsonb NOT NULL,
    alarmed_for timestamp with time zone,
    conversation_id uuid NOT NULL,
    mailbox_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.mail_receivedmail (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    uid_validity bigint NOT NULL,
    uid bigint NOT NULL,
    digest character varying(64) NOT NULL,
    size bigint NOT NULL,
    state character varying(12) NOT NULL,
    cause character varying(40) NOT NULL,
    detail character varying(300) NOT NULL,
    kind character varying(12) NOT NULL,
    message_id character varying(252) NOT NULL,
    sender_name character varying(120) NOT NULL,
    sender character varying(254) NOT NULL,
    subject character varying(300) NOT NULL,
    "to" jsonb NOT NULL,
    cc jsonb NOT NULL,
    sent_at timestamp with time zone,
    text text NOT NULL,
    quoted text NOT NULL,
    html text NOT NULL,
    pictures jsonb NOT NULL,
    is_forged boolean NOT NULL,
    posted_id uuid,
    settled_at timestamp with time zone,
    conversation_id uuid,
    mailbox_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    raw_id uuid,
    settled_by_id uuid,
    about_id uuid,
    is_proven boolean DEFAULT false NOT NULL,
    CONSTRAINT quarantine_has_a_cause CHECK (((NOT ((state)::text = 'quarantined'::text)) OR (NOT ((cause)::text = ''::text))))
);
CREATE TABLE public.mail_sentmail (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    posted_id uuid,
    state character varying(10) NOT NULL,
    message_id character varying(252) NOT NULL,
    from_address character varying(254) NOT NULL,
    "to" jsonb NOT NULL,
    cc jsonb NOT NULL,
    bcc jsonb NOT NULL,
    subject character varying(300) NOT NULL,
    text text NOT NULL,
    "references" jsonb NOT NULL,
    attachments jsonb NOT NULL,
    is_automatic boolean NOT NULL,
    due_at timestamp with time zone NOT NULL,
    attempts smallint NOT NULL,
    error character varying(300) NOT NULL,
    sent_at timestamp with time zone,
    author_id uuid,
    conversation_id uuid NOT NULL,
    mailbox_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT mail_sentmail_attempts_check CHECK ((attempts >= 0))
);
CREATE TABLE public.missed_missedcall (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number character varying(20) NOT NULL,
    caller character varying(40) NOT NULL,
    day date NOT NULL,
    count integer NOT NULL,
    why character varying(10) NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    is_important boolean NOT NULL,
    reasons jsonb NOT NULL,
    assigned_at timestamp with time zone,
    told uuid[] NOT NULL,
    attempts integer NOT NULL,
    attempted_at timestamp with time zone,
    closed_at timestamp with time zone,
    outcome character varying(10) NOT NULL,
    note character varying(200) NOT NULL,
    assignee_id uuid,
    brand_id uuid NOT NULL,
    closed_by_id uuid,
    customer_id uuid,
    last_call_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    queue_id uuid,
    CONSTRAINT missed_missedcall_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT missed_missedcall_count_check CHECK ((count >= 0))
);
CREATE TABLE public.notices_notice (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(40) NOT NULL,
    text_zh character varying(300) NOT NULL,
    text_en character varying(300) NOT NULL,
    link character varying(300) NOT NULL,
    "group" character varying(120) NOT NULL,
    fact character varying(120) NOT NULL,
    count integer NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT notices_notice_count_check CHECK ((count >= 0))
);
CREATE TABLE public.portal_helpcentre (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    is_on boolean NOT NULL,
    takes_tickets boolean NOT NULL,
    picks_owner boolean NOT NULL,
    organization_id uuid NOT NULL,
    site_id uuid NOT NULL,
    team_id uuid,
    type_id uuid,
    tells_customers boolean NOT NULL
);
CREATE TABLE public.portal_portalcode (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    sealed text NOT NULL,
    locale character varying(10) NOT NULL,
    tries smallint NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    organization_id uuid NOT NULL,
    site_id uuid NOT NULL,
    ticket_id uuid,
    CONSTRAINT portal_portalcode_tries_check CHECK ((tries >= 0))
);
CREATE TABLE public.portal_portalticket (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number character varying(20) NOT NULL,
    once uuid NOT NULL,
    name character varying(80) NOT NULL,
    kind character varying(10) NOT NULL,
    contact character varying(254) NOT NULL,
    subject character varying(200) NOT NULL,
    text text NOT NULL,
    words character varying(200) NOT NULL,
    attachments jsonb NOT NULL,
    locale character varying(10) NOT NULL,
    score smallint,
    scored_at timestamp with time zone,
    organization_id uuid NOT NULL,
    site_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    CONSTRAINT portal_portalticket_score_check CHECK ((score >= 0)),
    CONSTRAINT portal_score_of_five CHECK (((score IS NULL) OR ((score >= 1) AND (score <= 5))))
);
CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);
CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;
CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;
CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);
CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;
CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.replies_quickreply (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    folder character varying(80) NOT NULL,
    code character varying(20) NOT NULL,
    title character varying(80) NOT NULL,
    text text NOT NULL,
    "position" integer NOT NULL,
    attachments jsonb NOT NULL,
    tag character varying(40) NOT NULL,
    use_count integer NOT NULL,
    spelling character varying(400) NOT NULL,
    sought text NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    brand_id uuid,
    disposition_id uuid,
    organization_id uuid NOT NULL,
    owner_id uuid,
    queue_id uuid,
    team_id uuid,
    CONSTRAINT replies_quickreply_position_check CHECK (("position" >= 0)),
    CONSTRAINT replies_quickreply_use_count_check CHECK ((use_count >= 0)),
    CONSTRAINT reply_owner_or_team CHECK (((owner_id IS NULL) OR (team_id IS NULL)))
);
CREATE TABLE public.routing_contact (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    channel character varying(10) NOT NULL,
    subject_id uuid NOT NULL,
    customer_id uuid,
    started_at timestamp with time zone NOT NULL,
    queued_at timestamp with time zone,
    answered_at timestamp with time zone,
    first_reply_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_by character varying(10) NOT NULL,
    summary text NOT NULL,
    agent_id uuid,
    brand_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    disposition_id uuid,
    queue_id uuid,
    transfers smallint NOT NULL,
    disposition_is_guess boolean NOT NULL,
    wants_callback boolean NOT NULL,
    parked_for interval NOT NULL,
    wrapped_at timestamp with time zone,
    CONSTRAINT routing_contact_transfers_check CHECK ((transfers >= 0))
);
CREATE TABLE public.routing_decision (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    outcome character varying(10) NOT NULL,
    reason character varying(40) NOT NULL,
    candidates jsonb NOT NULL,
    chosen_id uuid,
    organization_id uuid NOT NULL,
    work_item_id uuid NOT NULL
);
CREATE TABLE public.routing_disposition (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    code character varying(60) NOT NULL,
    name_zh character varying(60) NOT NULL,
    name_en character varying(60) NOT NULL,
    pinyin character varying(300) NOT NULL,
    "position" integer NOT NULL,
    is_active boolean NOT NULL,
    organization_id uuid NOT NULL,
    parent_id uuid,
    CONSTRAINT routing_disposition_position_check CHECK (("position" >= 0))
);
CREATE TABLE public.routing_miss (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    work_item_id uuid NOT NULL
);
CREATE TABLE public.routing_parking (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    contact_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.routing_queue (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(80) NOT NULL,
    assignment character varying(10) NOT NULL,
    offer_timeout_seconds smallint NOT NULL,
    priority smallint NOT NULL,
    skills jsonb NOT NULL,
    member_ids uuid[] NOT NULL,
    team_ids uuid[] NOT NULL,
    max_waiting integer,
    is_active boolean NOT NULL,
    brand_id uuid NOT NULL,
    calendar_id uuid,
    organization_id uuid NOT NULL,
    escalate_seconds integer,
    max_wait_seconds integer,
    overflow character varying(10) NOT NULL,
    overflow_queue_id uuid,
    reassign_seconds integer,
    remind_seconds integer,
    serves_messages_after_hours boolean NOT NULL,
    silence_end_seconds integer NOT NULL,
    silence_prompt_seconds integer,
    texts jsonb NOT NULL,
    answers_calls boolean NOT NULL,
    CONSTRAINT queue_priority_0_to_9 CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT routing_queue_escalate_seconds_check CHECK ((escalate_seconds >= 0)),
    CONSTRAINT routing_queue_max_wait_seconds_check CHECK ((max_wait_seconds >= 0)),
    CONSTRAINT routing_queue_max_waiting_check CHECK ((max_waiting >= 0)),
    CONSTRAINT routing_queue_offer_timeout_seconds_check CHECK ((offer_timeout_seconds >= 0)),
    CONSTRAINT routing_queue_priority_check CHECK ((priority >= 0)),
    CONSTRAINT routing_queue_reassign_seconds_check CHECK ((reassign_seconds >= 0)),
    CONSTRAINT routing_queue_remind_seconds_check CHECK ((remind_seconds >= 0)),
    CONSTRAINT routing_queue_silence_end_seconds_check CHECK ((silence_end_seconds >= 0)),
    CONSTRAINT routing_queue_silence_prompt_seconds_check CHECK ((silence_prompt_seconds >= 0))
);
CREATE TABLE public.routing_rating (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    score smallint NOT NULL,
    solved character varying(10) NOT NULL,
    tags character varying(40)[] NOT NULL,
    comment text NOT NULL,
    agent_id uuid,
    contact_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    counts_for_agent boolean NOT NULL,
    reason_ids uuid[] NOT NULL,
    appeal character varying(10) NOT NULL,
    appeal_reason character varying(500) NOT NULL,
    follow_up character varying(10) NOT NULL,
    follow_up_note character varying(500) NOT NULL,
    followed_by_id uuid,
    CONSTRAINT routing_rating_score_check CHECK ((score >= 0)),
    CONSTRAINT score_1_to_5 CHECK (((score >= 1) AND (score <= 5)))
);
CREATE TABLE public.routing_ratingitem (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    note text NOT NULL,
    done_at timestamp with time zone,
    done_by_id uuid,
    organization_id uuid NOT NULL,
    owner_id uuid,
    rating_id uuid NOT NULL,
    reason_id uuid NOT NULL
);
CREATE TABLE public.routing_ratingreason (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    family character varying(10) NOT NULL,
    name_zh character varying(40) NOT NULL,
    name_en character varying(40) NOT NULL,
    "position" integer NOT NULL,
    is_active boolean NOT NULL,
    organization_id uuid NOT NULL,
    owner_id uuid,
    CONSTRAINT only_business_reasons_are_owned CHECK ((((family)::text = 'business'::text) OR (owner_id IS NULL))),
    CONSTRAINT routing_ratingreason_position_check CHECK (("position" >= 0))
);
CREATE TABLE public.routing_rush (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    ended_at timestamp with time zone,
    bot_first boolean NOT NULL,
    announcement jsonb NOT NULL,
    announces_in_line boolean NOT NULL,
    topics_on_top boolean NOT NULL,
    capacity_plus smallint NOT NULL,
    queue_ids uuid[] NOT NULL,
    team_ids uuid[] NOT NULL,
    max_waiting integer,
    begun_by_id uuid,
    brand_id uuid,
    organization_id uuid NOT NULL,
    CONSTRAINT routing_rush_capacity_plus_check CHECK ((capacity_plus >= 0)),
    CONSTRAINT routing_rush_max_waiting_check CHECK ((max_waiting >= 0))
);
CREATE TABLE public.routing_rushtrigger (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    is_on boolean NOT NULL,
    waiting integer NOT NULL,
    wait_seconds integer NOT NULL,
    capacity_plus smallint NOT NULL,
    minutes smallint NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT routing_rushtrigger_capacity_plus_check CHECK ((capacity_plus >= 0)),
    CONSTRAINT routing_rushtrigger_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT routing_rushtrigger_wait_seconds_check CHECK ((wait_seconds >= 0)),
    CONSTRAINT routing_rushtrigger_waiting_check CHECK ((waiting >= 0))
);
CREATE TABLE public.routing_workitem (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    channel character varying(10) NOT NULL,
    subject_id uuid NOT NULL,
    customer_id uuid,
    state character varying(10) NOT NULL,
    priority smallint NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    offer_expires_at timestamp with time zone,
    assigned_at timestamp with time zone,
    ended_at timestamp with time zone,
    declined jsonb NOT NULL,
    assignee_id uuid,
    brand_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    queue_id uuid NOT NULL,
    held_until timestamp with time zone,
    preferred_id uuid,
    parked_times smallint NOT NULL,
    parked_at timestamp with time zone,
    CONSTRAINT held_by_somebody CHECK (((NOT ((state)::text = ANY ((ARRAY['offered'::character varying, 'assigned'::character varying])::text[]))) OR (assignee_id IS NOT NULL))),
    CONSTRAINT routing_workitem_parked_times_check CHECK ((parked_times >= 0)),
    CONSTRAINT routing_workitem_priority_check CHECK ((priority >= 0))
);
CREATE TABLE public.scripts_script (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(60) NOT NULL,
    is_mandatory boolean NOT NULL,
    draft jsonb NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    brand_id uuid NOT NULL,
    disposition_id uuid,
    organization_id uuid NOT NULL,
    queue_id uuid,
    published_id uuid
);
CREATE TABLE public.scripts_scriptrun (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    step character varying(40) NOT NULL,
    path jsonb NOT NULL,
    reason character varying(200) NOT NULL,
    agent_id uuid,
    contact_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    version_id uuid NOT NULL
);
CREATE TABLE public.scripts_scriptversion (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(60) NOT NULL,
    number integer NOT NULL,
    definition jsonb NOT NULL,
    publisher_id uuid,
    organization_id uuid NOT NULL,
    script_id uuid,
    CONSTRAINT scripts_scriptversion_number_check CHECK ((number >= 0))
);
CREATE TABLE public.sms_receivedsms (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number character varying(20) NOT NULL,
    text text NOT NULL,
    reference character varying(100) NOT NULL,
    line_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.sms_sms (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number character varying(20) NOT NULL,
    text character varying(500) NOT NULL,
    purpose character varying(20) NOT NULL,
    fact character varying(120) NOT NULL,
    state character varying(10) NOT NULL,
    send_at timestamp with time zone NOT NULL,
    attempts smallint NOT NULL,
    error character varying(300) NOT NULL,
    reference character varying(100) NOT NULL,
    sent_at timestamp with time zone,
    delivered_at timestamp with time zone,
    organization_id uuid NOT NULL,
    line_id uuid NOT NULL,
    CONSTRAINT sms_sms_attempts_check CHECK ((attempts >= 0))
);
CREATE TABLE public.sms_smsline (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    provider character varying(10) NOT NULL,
    sign character varying(20) NOT NULL,
    url character varying(500) NOT NULL,
    format character varying(4) NOT NULL,
    headers jsonb NOT NULL,
    body text NOT NULL,
    expects character varying(100) NOT NULL,
    secret text NOT NULL,
    quiet_from time without time zone NOT NULL,
    quiet_until time without time zone NOT NULL,
    is_active boolean NOT NULL,
    brand_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.sms_smsrefusal (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number character varying(20) NOT NULL,
    origin character varying(10) NOT NULL,
    words character varying(100) NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.sorting_sorting (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    subject_id uuid NOT NULL,
    source character varying(10) NOT NULL,
    evidence jsonb NOT NULL,
    text character varying(500) NOT NULL,
    corrected_at timestamp with time zone,
    brand_id uuid NOT NULL,
    corrected_by_id uuid,
    corrected_to_id uuid,
    disposition_id uuid,
    organization_id uuid NOT NULL,
    queue_id uuid NOT NULL
);
CREATE TABLE public.sorting_sortingmodel (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    coefficients jsonb NOT NULL,
    corrections integer NOT NULL,
    trained_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT sorting_sortingmodel_corrections_check CHECK ((corrections >= 0))
);
CREATE TABLE public.sorting_sortingroute (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    is_choice boolean NOT NULL,
    "position" integer NOT NULL,
    brand_id uuid NOT NULL,
    disposition_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    queue_id uuid NOT NULL,
    CONSTRAINT sorting_sortingroute_position_check CHECK (("position" >= 0))
);
CREATE TABLE public.sorting_sortingrule (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(10) NOT NULL,
    value character varying(300) NOT NULL,
    "position" integer NOT NULL,
    brand_id uuid NOT NULL,
    disposition_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT sorting_sortingrule_position_check CHECK (("position" >= 0))
);
CREATE TABLE public.telephony_branch (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(30) NOT NULL,
    code character varying(20) NOT NULL,
    coverage character varying(40)[] NOT NULL,
    is_headquarters boolean NOT NULL,
    backup_id uuid,
    brand_id uuid NOT NULL,
    calendar_id uuid,
    organization_id uuid NOT NULL,
    queue_id uuid NOT NULL
);
CREATE TABLE public.telephony_call (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    direction character varying(10) NOT NULL,
    channel_id character varying(80) NOT NULL,
    caller character varying(40) NOT NULL,
    phase character varying(10) NOT NULL,
    machine jsonb NOT NULL,
    started_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_by character varying(10) NOT NULL,
    wrapped_at timestamp with time zone,
    assignee_id uuid,
    brand_id uuid NOT NULL,
    customer_id uuid,
    organization_id uuid NOT NULL,
    queue_id uuid,
    version_id uuid,
    number_id uuid,
    cause smallint,
    wrap_up_more smallint NOT NULL,
    wrap_up_until timestamp with time zone,
    talked_until timestamp with time zone,
    trunk_id uuid,
    left_at timestamp with time zone,
    state_since timestamp with time zone,
    CONSTRAINT telephony_call_cause_check CHECK ((cause >= 0)),
    CONSTRAINT telephony_call_wrap_up_more_check CHECK ((wrap_up_more >= 0))
);
CREATE TABLE public.telephony_callback (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number character varying(40) NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    tries smallint NOT NULL,
    next_at timestamp with time zone,
    ended_at timestamp with time zone,
    attempt_id uuid,
    brand_id uuid NOT NULL,
    call_id uuid NOT NULL,
    cancelled_by_id uuid,
    customer_id uuid,
    organization_id uuid NOT NULL,
    queue_id uuid NOT NULL,
    CONSTRAINT telephony_callback_tries_check CHECK ((tries >= 0))
);
CREATE TABLE public.telephony_callcommand (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    fact jsonb NOT NULL,
    done_at timestamp with time zone,
    call_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.telephony_callflow (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(60) NOT NULL,
    draft jsonb NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    brand_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    published_id uuid
);
CREATE TABLE public.telephony_callinvitation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(10) NOT NULL,
    number character varying(40) NOT NULL,
    note character varying(500) NOT NULL,
    ended_at timestamp with time zone,
    outcome character varying(20) NOT NULL,
    by_id uuid NOT NULL,
    call_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    queue_id uuid,
    user_id uuid
);
CREATE TABLE public.telephony_callmoment (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(10) NOT NULL,
    name character varying(60) NOT NULL,
    way character varying(40) NOT NULL,
    user_id uuid,
    call_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.telephony_emergency (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    "then" character varying(10) NOT NULL,
    ends_at timestamp with time zone,
    ended_at timestamp with time zone,
    begun_by_id uuid,
    brand_id uuid NOT NULL,
    number_id uuid,
    organization_id uuid NOT NULL,
    prompt_id uuid NOT NULL,
    source_id uuid
);
CREATE TABLE public.telephony_extension (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(10) NOT NULL,
    account character varying(40) NOT NULL,
    secret text NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    shown_id uuid,
    is_signed_in boolean NOT NULL,
    mobile character varying(40) NOT NULL,
    uses_mobile boolean NOT NULL
);
CREATE TABLE public.telephony_flowversion (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number integer NOT NULL,
    definition jsonb NOT NULL,
    publisher_id uuid,
    flow_id uuid,
    organization_id uuid NOT NULL,
    CONSTRAINT telephony_flowversion_number_check CHECK ((number >= 0))
);
CREATE TABLE public.telephony_legalhold (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    reason character varying(200) NOT NULL,
    call_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL
);
CREATE TABLE public.telephony_phonenumber (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    digits character varying(32) NOT NULL,
    name character varying(60) NOT NULL,
    is_active boolean NOT NULL,
    brand_id uuid NOT NULL,
    calendar_id uuid,
    flow_id uuid,
    organization_id uuid NOT NULL,
    takes_blocked boolean NOT NULL,
    may_be_shown boolean NOT NULL,
    away_prompt_id uuid
);
CREATE TABLE public.telephony_phonepage (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    subject_id uuid NOT NULL,
    number character varying(40) NOT NULL,
    shown character varying(32) NOT NULL,
    words character varying(400) NOT NULL,
    locale character varying(10) NOT NULL,
    until timestamp with time zone NOT NULL,
    ready_at timestamp with time zone,
    rung_at timestamp with time zone,
    ended_at timestamp with time zone,
    outcome character varying(20) NOT NULL,
    file_id uuid,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL
);
CREATE TABLE public.telephony_prompt (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(60) NOT NULL,
    words character varying(1000) NOT NULL,
    brand_id uuid NOT NULL,
    file_id uuid,
    organization_id uuid NOT NULL,
    failure jsonb NOT NULL,
    locale character varying(10) NOT NULL
);
CREATE TABLE public.telephony_queuemanner (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    language character varying(10) NOT NULL,
    announce_seconds smallint,
    message_key character varying(1) NOT NULL,
    asks_rating boolean NOT NULL,
    prompts jsonb NOT NULL,
    organization_id uuid NOT NULL,
    queue_id uuid NOT NULL,
    callback_after smallint,
    callback_minutes smallint NOT NULL,
    callback_tries smallint NOT NULL,
    tells_agent boolean NOT NULL,
    tells_recording boolean NOT NULL,
    rating_sms_days smallint,
    CONSTRAINT telephony_queuemanner_announce_seconds_check CHECK ((announce_seconds >= 0)),
    CONSTRAINT telephony_queuemanner_callback_after_check CHECK ((callback_after >= 0)),
    CONSTRAINT telephony_queuemanner_callback_minutes_check CHECK ((callback_minutes >= 0)),
    CONSTRAINT telephony_queuemanner_callback_tries_check CHECK ((callback_tries >= 0)),
    CONSTRAINT telephony_queuemanner_rating_sms_days_check CHECK ((rating_sms_days >= 0))
);
CREATE TABLE public.telephony_ratinginvitation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    token_hash character varying(64) NOT NULL,
    number character varying(20) NOT NULL,
    locale character varying(8) NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    call_id uuid NOT NULL,
    customer_id uuid,
    organization_id uuid NOT NULL
);
CREATE TABLE public.telephony_recording (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(100) NOT NULL,
    side character varying(10) NOT NULL,
    call_id uuid NOT NULL,
    file_id uuid,
    organization_id uuid NOT NULL,
    failure character varying(20) NOT NULL,
    peaks jsonb NOT NULL,
    seconds double precision NOT NULL
);
CREATE TABLE public.telephony_recordingpack (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    call_ids uuid[] NOT NULL,
    state character varying(10) NOT NULL,
    failure jsonb NOT NULL,
    done integer NOT NULL,
    total integer NOT NULL,
    expires_at timestamp with time zone,
    file_id uuid,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT telephony_recordingpack_done_check CHECK ((done >= 0)),
    CONSTRAINT telephony_recordingpack_total_check CHECK ((total >= 0))
);
CREATE TABLE public.telephony_recordingrule (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    keep_days integer NOT NULL,
    locale character varying(10) NOT NULL,
    transcribes boolean NOT NULL,
    organization_id uuid NOT NULL,
    queue_id uuid,
    number_id uuid,
    records boolean NOT NULL,
    CONSTRAINT recording_rule_of_a_queue_or_a_number CHECK (((queue_id IS NULL) OR (number_id IS NULL))),
    CONSTRAINT telephony_recordingrule_keep_days_check CHECK ((keep_days >= 0))
);
CREATE TABLE public.telephony_transcript (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    failure jsonb NOT NULL,
    segments jsonb NOT NULL,
    edited_at timestamp with time zone,
    call_id uuid NOT NULL,
    edited_by_id uuid,
    organization_id uuid NOT NULL
);
CREATE TABLE public.telephony_trunk (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(60) NOT NULL,
    account character varying(40) NOT NULL,
    host character varying(253) NOT NULL,
    port integer NOT NULL,
    addresses character varying(45)[] NOT NULL,
    "user" character varying(80) NOT NULL,
    secret text NOT NULL,
    organization_id uuid NOT NULL,
    area character varying(5) NOT NULL,
    rules_in jsonb NOT NULL,
    rules_out jsonb NOT NULL,
    state character varying(10) NOT NULL,
    state_at timestamp with time zone,
    zero_before_far boolean NOT NULL,
    CONSTRAINT telephony_trunk_port_check CHECK ((port >= 0))
);
CREATE TABLE public.telephony_voicemail (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seconds smallint NOT NULL,
    words text NOT NULL,
    call_id uuid NOT NULL,
    file_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    queue_id uuid NOT NULL,
    peaks jsonb NOT NULL,
    CONSTRAINT telephony_voicemail_seconds_check CHECK ((seconds >= 0))
);
CREATE TABLE public.texting_textanswer (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sms_id uuid NOT NULL,
    about_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.texting_textchannel (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    line_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    queue_id uuid NOT NULL
);
CREATE TABLE public.texting_textthread (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number character varying(20) NOT NULL,
    conversation_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.tickets_approvalrule (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(60) NOT NULL,
    steps jsonb NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.tickets_checklistitem (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    code character varying(40) NOT NULL,
    name jsonb NOT NULL,
    is_required boolean NOT NULL,
    done_at timestamp with time zone,
    done_by_id uuid,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL
);
CREATE TABLE public.tickets_plannedanswer (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    text text NOT NULL,
    attachments jsonb NOT NULL,
    send_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    user_id uuid NOT NULL
);
CREATE TABLE public.tickets_runningtimer (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    user_id uuid NOT NULL
);
CREATE TABLE public.tickets_savedview (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(40) NOT NULL,
    filter jsonb NOT NULL,
    "position" smallint NOT NULL,
    organization_id uuid NOT NULL,
    owner_id uuid,
    team_id uuid,
    CONSTRAINT tickets_savedview_position_check CHECK (("position" >= 0)),
    CONSTRAINT view_of_one_or_a_team CHECK (((owner_id IS NULL) OR (team_id IS NULL)))
);
CREATE TABLE public.tickets_slapolicy (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(60) NOT NULL,
    targets jsonb NOT NULL,
    calendar_id uuid,
    organization_id uuid NOT NULL
);
CREATE TABLE public.tickets_ticket (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number character varying(20) NOT NULL,
    subject character varying(200) NOT NULL,
    description text NOT NULL,
    "values" jsonb NOT NULL,
    stage character varying(40) NOT NULL,
    category character varying(10) NOT NULL,
    impact character varying(10) NOT NULL,
    urgency character varying(10) NOT NULL,
    priority character varying(2) NOT NULL,
    source character varying(10) NOT NULL,
    withdrawn_at timestamp with time zone,
    urges smallint NOT NULL,
    urged_at timestamp with time zone,
    supervised_until timestamp with time zone,
    reopened smallint NOT NULL,
    first_response_at timestamp with time zone,
    waiting_since timestamp with time zone,
    resolved_at timestamp with time zone,
    closed_at timestamp with time zone,
    due_at timestamp with time zone,
    due_kind character varying(20) NOT NULL,
    alarm smallint NOT NULL,
    version integer NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    brand_id uuid NOT NULL,
    creator_id uuid,
    customer_id uuid,
    giver_id uuid,
    merged_into_id uuid,
    organization_id uuid NOT NULL,
    owner_id uuid,
    parent_id uuid,
    split_from_id uuid,
    supervisor_id uuid,
    team_id uuid,
    type_id uuid NOT NULL,
    attachments jsonb NOT NULL,
    supervision_late_at timestamp with time zone,
    is_woken boolean NOT NULL,
    snooze_note character varying(200) NOT NULL,
    snoozed_until timestamp with time zone,
    snoozes_for_word boolean NOT NULL,
    tags character varying(30)[] DEFAULT '{}'::character varying(30)[] NOT NULL,
    CONSTRAINT ticket_is_not_its_own_parent CHECK ((NOT ((parent_id = id) AND (parent_id IS NOT NULL)))),
    CONSTRAINT tickets_ticket_alarm_check CHECK ((alarm >= 0)),
    CONSTRAINT tickets_ticket_reopened_check CHECK ((reopened >= 0)),
    CONSTRAINT tickets_ticket_urges_check CHECK ((urges >= 0)),
    CONSTRAINT tickets_ticket_version_check CHECK ((version >= 0))
);
CREATE TABLE public.tickets_ticketact (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(10) NOT NULL,
    ticket_ids uuid[] NOT NULL,
    before jsonb NOT NULL,
    user_id uuid,
    undone_at timestamp with time zone,
    organization_id uuid NOT NULL
);
CREATE TABLE public.tickets_ticketapproval (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(60) NOT NULL,
    amount numeric(11,2) NOT NULL,
    reason character varying(1000) NOT NULL,
    state character varying(10) NOT NULL,
    asker_id uuid NOT NULL,
    step smallint NOT NULL,
    approver_ids uuid[] NOT NULL,
    due_at timestamp with time zone,
    escalations smallint NOT NULL,
    decider_id uuid,
    decided_at timestamp with time zone,
    word character varying(1000) NOT NULL,
    organization_id uuid NOT NULL,
    rule_id uuid,
    ticket_id uuid NOT NULL,
    CONSTRAINT tickets_ticketapproval_escalations_check CHECK ((escalations >= 0)),
    CONSTRAINT tickets_ticketapproval_step_check CHECK ((step >= 0))
);
CREATE TABLE public.tickets_ticketclock (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(20) NOT NULL,
    target interval NOT NULL,
    used interval NOT NULL,
    since timestamp with time zone,
    told smallint NOT NULL,
    due_at timestamp with time zone,
    alarm_at timestamp with time zone,
    met_at timestamp with time zone,
    breached_at timestamp with time zone,
    cause character varying(20) NOT NULL,
    cause_note character varying(300) NOT NULL,
    calendar_id uuid,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    CONSTRAINT tickets_ticketclock_told_check CHECK ((told >= 0))
);
CREATE TABLE public.tickets_ticketentry (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(20) NOT NULL,
    author_kind character varying(10) NOT NULL,
    author_id uuid,
    author_name character varying(120) NOT NULL,
    text text NOT NULL,
    data jsonb NOT NULL,
    is_public boolean NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    attachments jsonb NOT NULL
);
CREATE TABLE public.tickets_ticketlink (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(20) NOT NULL,
    object_id uuid NOT NULL,
    number character varying(20) NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL
);
CREATE TABLE public.tickets_ticketrelation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(10) NOT NULL,
    organization_id uuid NOT NULL,
    other_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    CONSTRAINT not_related_to_itself CHECK ((NOT (ticket_id = other_id)))
);
CREATE TABLE public.tickets_tickettype (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    code character varying(40) NOT NULL,
    name_zh character varying(40) NOT NULL,
    name_en character varying(40) NOT NULL,
    definition jsonb NOT NULL,
    is_active boolean NOT NULL,
    "position" smallint NOT NULL,
    organization_id uuid NOT NULL,
    policy_id uuid,
    team_id uuid,
    CONSTRAINT tickets_tickettype_position_check CHECK (("position" >= 0))
);
CREATE TABLE public.tickets_ticketwatcher (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    user_id uuid NOT NULL
);
CREATE TABLE public.tickets_timeentry (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    minutes smallint NOT NULL,
    note character varying(300) NOT NULL,
    source character varying(10) NOT NULL,
    worked_at timestamp with time zone NOT NULL,
    history jsonb NOT NULL,
    withdrawn_at timestamp with time zone,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT minutes_of_a_day_at_most CHECK (((minutes >= 1) AND (minutes <= 1440))),
    CONSTRAINT tickets_timeentry_minutes_check CHECK ((minutes >= 0))
);
ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);
INSERT INTO public.django_migrations VALUES (1, 'kernel', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (2, 'kernel', '0002_order_and_memory', now());
INSERT INTO public.django_migrations VALUES (3, 'kernel', '0003_numberseries', now());
INSERT INTO public.django_migrations VALUES (4, 'kernel', '0004_blocked_identities', now());
INSERT INTO public.django_migrations VALUES (5, 'kernel', '0005_profile', now());
INSERT INTO public.django_migrations VALUES (6, 'kernel', '0006_instance_notes', now());
INSERT INTO public.django_migrations VALUES (7, 'kernel', '0007_watermark', now());
INSERT INTO public.django_migrations VALUES (8, 'kernel', '0008_sign_in_safety', now());
INSERT INTO public.django_migrations VALUES (9, 'kernel', '0009_block_refusals', now());
INSERT INTO public.django_migrations VALUES (10, 'accounts', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (11, 'accounts', '0002_breaks', now());
INSERT INTO public.django_migrations VALUES (12, 'accounts', '0003_presence_seen', now());
INSERT INTO public.django_migrations VALUES (13, 'accounts', '0004_sign_in_safety', now());
INSERT INTO public.django_migrations VALUES (14, 'accounts', '0005_ramp', now());
INSERT INTO public.django_migrations VALUES (15, 'analytics', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (16, 'analytics', '0002_target', now());
INSERT INTO public.django_migrations VALUES (17, 'analytics', '0003_export_kind', now());
INSERT INTO public.django_migrations VALUES (18, 'analytics', '0004_export_failure', now());
INSERT INTO public.django_migrations VALUES (19, 'announcements', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (20, 'contenttypes', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (21, 'contenttypes', '0002_remove_content_type_name', now());
INSERT INTO public.django_migrations VALUES (22, 'auth', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (23, 'auth', '0002_alter_permission_name_max_length', now());
INSERT INTO public.django_migrations VALUES (24, 'auth', '0003_alter_user_email_max_length', now());
INSERT INTO public.django_migrations VALUES (25, 'auth', '0004_alter_user_username_opts', now());
INSERT INTO public.django_migrations VALUES (26, 'auth', '0005_alter_user_last_login_null', now());
INSERT INTO public.django_migrations VALUES (27, 'auth', '0006_require_contenttypes_0002', now());
INSERT INTO public.django_migrations VALUES (28, 'auth', '0007_alter_validators_add_error_messages', now());
INSERT INTO public.django_migrations VALUES (29, 'auth', '0008_alter_user_username_max_length', now());
INSERT INTO public.django_migrations VALUES (30, 'auth', '0009_alter_user_last_name_max_length', now());
INSERT INTO public.django_migrations VALUES (31, 'auth', '0010_alter_group_name_max_length', now());
INSERT INTO public.django_migrations VALUES (32, 'auth', '0011_update_proxy_permissions', now());
INSERT INTO public.django_migrations VALUES (33, 'auth', '0012_alter_user_first_name_max_length', now());
INSERT INTO public.django_migrations VALUES (34, 'customers', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (35, 'customers', '0002_address', now());
INSERT INTO public.django_migrations VALUES (36, 'calendars', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (37, 'tickets', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (38, 'tickets', '0002_standard', now());
INSERT INTO public.django_migrations VALUES (39, 'tickets', '0003_files', now());
INSERT INTO public.django_migrations VALUES (40, 'tickets', '0004_supervision', now());
INSERT INTO public.django_migrations VALUES (41, 'tickets', '0005_quick_lists', now());
INSERT INTO public.django_migrations VALUES (42, 'automations', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (43, 'routing', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (44, 'routing', '0002_rating_reasons', now());
INSERT INTO public.django_migrations VALUES (45, 'conversations', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (46, 'conversations', '0002_expected_disposition', now());
INSERT INTO public.django_migrations VALUES (47, 'knowledge', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (48, 'bot', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (49, 'bot', '0002_turn_labels', now());
INSERT INTO public.django_migrations VALUES (50, 'bot', '0003_flows', now());
INSERT INTO public.django_migrations VALUES (51, 'bot', '0004_tuning', now());
INSERT INTO public.django_migrations VALUES (52, 'bot', '0005_provider', now());
INSERT INTO public.django_migrations VALUES (53, 'bulletins', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (54, 'callers', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (55, 'connectors', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (56, 'routing', '0003_contact_moments', now());
INSERT INTO public.django_migrations VALUES (57, 'routing', '0004_deadlines', now());
INSERT INTO public.django_migrations VALUES (58, 'conversations', '0003_deadlines', now());
INSERT INTO public.django_migrations VALUES (59, 'conversations', '0004_saying', now());
INSERT INTO public.django_migrations VALUES (60, 'conversations', '0005_mentions', now());
INSERT INTO public.django_migrations VALUES (61, 'conversations', '0006_site_logo', now());
INSERT INTO public.django_migrations VALUES (62, 'conversations', '0007_door_policy', now());
INSERT INTO public.django_migrations VALUES (63, 'conversations', '0008_snooze', now());
INSERT INTO public.django_migrations VALUES (64, 'routing', '0005_rating_follow_up', now());
INSERT INTO public.django_migrations VALUES (65, 'routing', '0006_rush', now());
INSERT INTO public.django_migrations VALUES (66, 'telephony', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (67, 'routing', '0007_parked', now());
INSERT INTO public.django_migrations VALUES (68, 'telephony', '0002_who_calls', now());
INSERT INTO public.django_migrations VALUES (69, 'guarding', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (70, 'guarding', '0002_move_warnings', now());
INSERT INTO public.django_migrations VALUES (71, 'guarding', '0003_calls', now());
INSERT INTO public.django_migrations VALUES (72, 'imports', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (73, 'tickets', '0006_approvals', now());
INSERT INTO public.django_migrations VALUES (74, 'tickets', '0007_work', now());
INSERT INTO public.django_migrations VALUES (75, 'tickets', '0008_nearly_late', now());
INSERT INTO public.django_migrations VALUES (76, 'tickets', '0009_tags', now());
INSERT INTO public.django_migrations VALUES (77, 'telephony', '0003_calling_out', now());
INSERT INTO public.django_migrations VALUES (78, 'telephony', '0004_speech', now());
INSERT INTO public.django_migrations VALUES (79, 'telephony', '0005_signed_in', now());
INSERT INTO public.django_migrations VALUES (80, 'telephony', '0006_waiting', now());
INSERT INTO public.django_migrations VALUES (81, 'telephony', '0007_numbers', now());
INSERT INTO public.django_migrations VALUES (82, 'routing', '0008_queue_answers_calls', now());
INSERT INTO public.django_migrations VALUES (83, 'routing', '0009_callbacks', now());
INSERT INTO public.django_migrations VALUES (84, 'telephony', '0008_reaching', now());
INSERT INTO public.django_migrations VALUES (85, 'telephony', '0009_kept', now());
INSERT INTO public.django_migrations VALUES (86, 'routing', '0010_parked_for', now());
INSERT INTO public.django_migrations VALUES (87, 'telephony', '0010_talking', now());
INSERT INTO public.django_migrations VALUES (88, 'telephony', '0011_mobile', now());
INSERT INTO public.django_migrations VALUES (89, 'telephony', '0012_rating_by_sms', now());
INSERT INTO public.django_migrations VALUES (90, 'telephony', '0013_forwarded', now());
INSERT INTO public.django_migrations VALUES (91, 'telephony', '0014_away_prompt', now());
INSERT INTO public.django_migrations VALUES (92, 'telephony', '0015_plans', now());
INSERT INTO public.django_migrations VALUES (93, 'incidents', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (94, 'incidents', '0002_standard', now());
INSERT INTO public.django_migrations VALUES (95, 'incidents', '0003_calls', now());
INSERT INTO public.django_migrations VALUES (96, 'incidents', '0004_all_together', now());
INSERT INTO public.django_migrations VALUES (97, 'incidents', '0005_incidentpage_rung', now());
INSERT INTO public.django_migrations VALUES (98, 'integrations', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (99, 'kernel', '0010_numbers_without_waiting', now());
INSERT INTO public.django_migrations VALUES (100, 'knowledge', '0002_confirmed', now());
INSERT INTO public.django_migrations VALUES (101, 'mail', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (102, 'mail', '0002_answers_to_what_was_told', now());
INSERT INTO public.django_migrations VALUES (103, 'mail', '0003_proven_senders', now());
INSERT INTO public.django_migrations VALUES (104, 'missed', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (105, 'missed', '0002_callbacks', now());
INSERT INTO public.django_migrations VALUES (106, 'notices', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (107, 'portal', '0001_help_centres', now());
INSERT INTO public.django_migrations VALUES (108, 'portal', '0002_telling', now());
INSERT INTO public.django_migrations VALUES (109, 'portal', '0003_ratings', now());
INSERT INTO public.django_migrations VALUES (110, 'procrastinate', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (111, 'procrastinate', '0002_drop_started_at_column', now());
INSERT INTO public.django_migrations VALUES (112, 'procrastinate', '0003_drop_started_at_column', now());
INSERT INTO public.django_migrations VALUES (113, 'procrastinate', '0004_drop_procrastinate_version_table', now());
INSERT INTO public.django_migrations VALUES (114, 'procrastinate', '0005_fix_procrastinate_fetch_job', now());
INSERT INTO public.django_migrations VALUES (115, 'procrastinate', '0006_fix_trigger_status_events_insert', now());
INSERT INTO public.django_migrations VALUES (116, 'procrastinate', '0007_add_queueing_lock_column', now());
INSERT INTO public.django_migrations VALUES (117, 'procrastinate', '0008_close_fetch_job_race_condition', now());
INSERT INTO public.django_migrations VALUES (118, 'procrastinate', '0009_add_defer_job_function', now());
INSERT INTO public.django_migrations VALUES (119, 'procrastinate', '0010_add_procrastinate_periodic_defers', now());
INSERT INTO public.django_migrations VALUES (120, 'procrastinate', '0011_add_foreign_key_index', now());
INSERT INTO public.django_migrations VALUES (121, 'procrastinate', '0012_add_locks_to_periodic_defer', now());
INSERT INTO public.django_migrations VALUES (122, 'procrastinate', '0013_fix_procrastinate_defer_periodic_job', now());
INSERT INTO public.django_migrations VALUES (123, 'procrastinate', '0014_add_finish_job_and_retry_job_functions', now());
INSERT INTO public.django_migrations VALUES (124, 'procrastinate', '0015_add_trigger_on_job_deletion', now());
INSERT INTO public.django_migrations VALUES (125, 'procrastinate', '0016_delete_finished_jobs', now());
INSERT INTO public.django_migrations VALUES (126, 'procrastinate', '0017_add_checks_to_finish_job', now());
INSERT INTO public.django_migrations VALUES (127, 'procrastinate', '0018_add_checks_to_retry_job', now());
INSERT INTO public.django_migrations VALUES (128, 'procrastinate', '0019_fix_finish_job_compat_issue', now());
INSERT INTO public.django_migrations VALUES (129, 'procrastinate', '0020_add_index_on_procrastinate_jobs', now());
INSERT INTO public.django_migrations VALUES (130, 'procrastinate', '0021_add_kwargs_to_defer_periodic_job', now());
INSERT INTO public.django_migrations VALUES (131, 'procrastinate', '0022_null_locks_excluded', now());
INSERT INTO public.django_migrations VALUES (132, 'procrastinate', '0023_remove_old_finish_job_function', now());
INSERT INTO public.django_migrations VALUES (133, 'procrastinate', '0024_job_id_bigint', now());
INSERT INTO public.django_migrations VALUES (134, 'procrastinate', '0025_add_models', now());
INSERT INTO public.django_migrations VALUES (135, 'procrastinate', '0026_add_job_priority', now());
INSERT INTO public.django_migrations VALUES (136, 'procrastinate', '0027_add_periodic_job_priority', now());
INSERT INTO public.django_migrations VALUES (137, 'procrastinate', '0028_add_cancel_states', now());
INSERT INTO public.django_migrations VALUES (138, 'procrastinate', '0029_add_additional_params_to_retry_job', now());
INSERT INTO public.django_migrations VALUES (139, 'procrastinate', '0030_alter_procrastinateevent_options', now());
INSERT INTO public.django_migrations VALUES (140, 'procrastinate', '0031_add_indexes_for_fetch_job', now());
INSERT INTO public.django_migrations VALUES (141, 'procrastinate', '0032_pre_cancel_notification', now());
INSERT INTO public.django_migrations VALUES (142, 'procrastinate', '0033_post_cancel_notification', now());
INSERT INTO public.django_migrations VALUES (143, 'procrastinate', '0034_pre_add_heartbeat', now());
INSERT INTO public.django_migrations VALUES (144, 'procrastinate', '0035_post_add_heartbeat', now());
INSERT INTO public.django_migrations VALUES (145, 'procrastinate', '0036_add_worker_model', now());
INSERT INTO public.django_migrations VALUES (146, 'procrastinate', '0037_pre_batch_defer_jobs', now());
INSERT INTO public.django_migrations VALUES (147, 'procrastinate', '0038_post_batch_defer_jobs', now());
INSERT INTO public.django_migrations VALUES (148, 'procrastinate', '0039_pre_priority_lock_fetch_job', now());
INSERT INTO public.django_migrations VALUES (149, 'procrastinate', '0040_pre_retry_failed_job', now());
INSERT INTO public.django_migrations VALUES (150, 'procrastinate', '0041_post_retry_failed_job', now());
INSERT INTO public.django_migrations VALUES (151, 'replies', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (152, 'routing', '0011_handling', now());
INSERT INTO public.django_migrations VALUES (153, 'routing', '0012_rush_trigger', now());
INSERT INTO public.django_migrations VALUES (154, 'scripts', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (155, 'sessions', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (156, 'sms', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (157, 'sms', '0002_received', now());
INSERT INTO public.django_migrations VALUES (158, 'sorting', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (159, 'telephony', '0016_phonepage', now());
INSERT INTO public.django_migrations VALUES (160, 'texting', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (161, 'texting', '0002_answers_to_what_was_told', now());
INSERT INTO public.django_migrations VALUES (162, 'tickets', '0010_ratings', now());
SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_permission_id_seq', 664, true);
SELECT pg_catalog.setval('public.bot_vector_id_seq', 1, false);
SELECT pg_catalog.setval('public.django_content_type_id_seq', 166, true);
SELECT pg_catalog.setval('public.django_migrations_id_seq', 162, true);
SELECT pg_catalog.setval('public.kernel_event_position', 1, false);
SELECT pg_catalog.setval('public.kernel_outboxevent_id_seq', 1, false);
SELECT pg_catalog.setval('public.kernel_parkedevent_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_events_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_jobs_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_periodic_defers_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_workers_id_seq', 1, false);
ALTER TABLE ONLY public.accounts_apitoken
    ADD CONSTRAINT accounts_apitoken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_apitoken
    ADD CONSTRAINT accounts_apitoken_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.accounts_brand
    ADD CONSTRAINT accounts_brand_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_breakrequest
    ADD CONSTRAINT accounts_breakrequest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_presence
    ADD CONSTRAINT accounts_presence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_presence
    ADD CONSTRAINT accounts_presence_user_id_key UNIQUE (user_id);
ALTER TABLE ONLY public.accounts_presenceinterval
    ADD CONSTRAINT accounts_presenceinterval_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_presencereason
    ADD CONSTRAINT accounts_presencereason_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_ramp
    ADD CONSTRAINT accounts_ramp_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_ramp
    ADD CONSTRAINT accounts_ramp_user_id_key UNIQUE (user_id);
ALTER TABLE ONLY public.accounts_role
    ADD CONSTRAINT accounts_role_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_skill
    ADD CONSTRAINT accounts_skill_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_team
    ADD CONSTRAINT accounts_team_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_userskill
    ADD CONSTRAINT accounts_userskill_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analytics_export
    ADD CONSTRAINT analytics_export_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analytics_target
    ADD CONSTRAINT analytics_target_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analytics_wallboard
    ADD CONSTRAINT analytics_wallboard_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analytics_wallboard
    ADD CONSTRAINT analytics_wallboard_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.announcements_announcement
    ADD CONSTRAINT announcements_announcement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.announcements_receipt
    ADD CONSTRAINT announcements_receipt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_approvalrule
    ADD CONSTRAINT approval_rule_name_once UNIQUE (organization_id, name);
ALTER TABLE ONLY public.knowledge_articleversion
    ADD CONSTRAINT article_version_once UNIQUE (article_id, version);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.automations_automationrule
    ADD CONSTRAINT automations_automationrule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.automations_macro
    ADD CONSTRAINT automations_macro_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.automations_rulefiring
    ADD CONSTRAINT automations_rulefiring_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kernel_block
    ADD CONSTRAINT blocked_once UNIQUE (organization_id, kind, value);
ALTER TABLE ONLY public.bot_botsettings
    ADD CONSTRAINT bot_botsettings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bot_botsettings
    ADD CONSTRAINT bot_botsettings_site_id_key UNIQUE (site_id);
ALTER TABLE ONLY public.bot_calibration
    ADD CONSTRAINT bot_calibration_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bot_flow
    ADD CONSTRAINT bot_flow_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bot_flowrun
    ADD CONSTRAINT bot_flowrun_conversation_id_key UNIQUE (conversation_id);
ALTER TABLE ONLY public.bot_flowrun
    ADD CONSTRAINT bot_flowrun_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bot_flowversion
    ADD CONSTRAINT bot_flowversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bot_provider
    ADD CONSTRAINT bot_provider_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bot_provideruse
    ADD CONSTRAINT bot_provideruse_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bot_tuning
    ADD CONSTRAINT bot_tuning_brand_id_key UNIQUE (brand_id);
ALTER TABLE ONLY public.bot_tuning
    ADD CONSTRAINT bot_tuning_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bot_turn
    ADD CONSTRAINT bot_turn_message_id_key UNIQUE (message_id);
ALTER TABLE ONLY public.bot_turn
    ADD CONSTRAINT bot_turn_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bot_vector
    ADD CONSTRAINT bot_vector_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_branch
    ADD CONSTRAINT branch_name_once UNIQUE (brand_id, name);
ALTER TABLE ONLY public.accounts_brand
    ADD CONSTRAINT brand_code_once UNIQUE (organization_id, code);
ALTER TABLE ONLY public.bulletins_bulletin
    ADD CONSTRAINT bulletins_bulletin_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calendars_calendarday
    ADD CONSTRAINT calendar_day_once UNIQUE (calendar_id, date);
ALTER TABLE ONLY public.calendars_calendar
    ADD CONSTRAINT calendar_name_once UNIQUE (organization_id, name);
ALTER TABLE ONLY public.calendars_calendar
    ADD CONSTRAINT calendars_calendar_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calendars_calendarday
    ADD CONSTRAINT calendars_calendarday_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_callflow
    ADD CONSTRAINT call_flow_name_once UNIQUE (brand_id, name);
ALTER TABLE ONLY public.telephony_flowversion
    ADD CONSTRAINT call_flow_version_once UNIQUE (flow_id, number);
ALTER TABLE ONLY public.incidents_incidentlink
    ADD CONSTRAINT call_in_incident_once UNIQUE (incident_id, call_id);
ALTER TABLE ONLY public.callers_dutyshift
    ADD CONSTRAINT callers_dutyshift_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.callers_warningentry
    ADD CONSTRAINT callers_warningentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.knowledge_category
    ADD CONSTRAINT category_name_once UNIQUE NULLS NOT DISTINCT (brand_id, parent_id, name);
ALTER TABLE ONLY public.connectors_connection
    ADD CONSTRAINT connectors_connection_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.connectors_coupongrant
    ADD CONSTRAINT connectors_coupongrant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.connectors_democoupon
    ADD CONSTRAINT connectors_democoupon_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.connectors_demoorder
    ADD CONSTRAINT connectors_demoorder_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_incidentlink
    ADD CONSTRAINT conversation_in_incident_once UNIQUE (incident_id, conversation_id);
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conversation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_doorpolicy
    ADD CONSTRAINT conversations_doorpolicy_brand_id_key UNIQUE (brand_id);
ALTER TABLE ONLY public.conversations_doorpolicy
    ADD CONSTRAINT conversations_doorpolicy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_draft
    ADD CONSTRAINT conversations_draft_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_mention
    ADD CONSTRAINT conversations_mention_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT conversations_message_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_pageview
    ADD CONSTRAINT conversations_pageview_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_scheduledmessage
    ADD CONSTRAINT conversations_scheduledmessage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_site
    ADD CONSTRAINT conversations_site_key_key UNIQUE (key);
ALTER TABLE ONLY public.conversations_site
    ADD CONSTRAINT conversations_site_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_visitor
    ADD CONSTRAINT conversations_visitor_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_customer
    ADD CONSTRAINT customers_customer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_identity
    ADD CONSTRAINT customers_identity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_timelineentry
    ADD CONSTRAINT customers_timelineentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.connectors_democoupon
    ADD CONSTRAINT demo_coupon_once UNIQUE (brand_id, code);
ALTER TABLE ONLY public.connectors_demoorder
    ADD CONSTRAINT demo_order_once UNIQUE (brand_id, number);
ALTER TABLE ONLY public.incidents_detectionrule
    ADD CONSTRAINT detection_rule_name_once UNIQUE (organization_id, name);
ALTER TABLE ONLY public.routing_disposition
    ADD CONSTRAINT disposition_code_once UNIQUE (organization_id, code);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT email_once UNIQUE (organization_id, email);
ALTER TABLE ONLY public.incidents_emergencyplan
    ADD CONSTRAINT emergency_plan_name_once UNIQUE (organization_id, name);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT employee_number_once UNIQUE (organization_id, employee_number);
ALTER TABLE ONLY public.automations_rulefiring
    ADD CONSTRAINT fired_once UNIQUE (rule_id, ticket_id, fact);
ALTER TABLE ONLY public.bot_flow
    ADD CONSTRAINT flow_name_once UNIQUE (brand_id, name);
ALTER TABLE ONLY public.bot_flowversion
    ADD CONSTRAINT flow_version_once UNIQUE (flow_id, number);
ALTER TABLE ONLY public.connectors_coupongrant
    ADD CONSTRAINT granted_once UNIQUE (organization_id, key);
ALTER TABLE ONLY public.guarding_blockrequest
    ADD CONSTRAINT guarding_blockrequest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_identity
    ADD CONSTRAINT identity_once UNIQUE (brand_id, kind, value);
ALTER TABLE ONLY public.imports_importedrecord
    ADD CONSTRAINT imported_once UNIQUE (organization_id, kind, source, key);
ALTER TABLE ONLY public.imports_importedrecord
    ADD CONSTRAINT imports_importedrecord_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.imports_importmapping
    ADD CONSTRAINT imports_importmapping_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.imports_importreject
    ADD CONSTRAINT imports_importreject_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.imports_importrun
    ADD CONSTRAINT imports_importrun_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_incidentcause
    ADD CONSTRAINT incident_cause_once UNIQUE (organization_id, name_zh);
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incident_number_once UNIQUE (organization_id, number);
ALTER TABLE ONLY public.incidents_detectionrule
    ADD CONSTRAINT incidents_detectionrule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_emergencyplan
    ADD CONSTRAINT incidents_emergencyplan_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_incidentcause
    ADD CONSTRAINT incidents_incidentcause_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_incidententry
    ADD CONSTRAINT incidents_incidententry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_incidentlink
    ADD CONSTRAINT incidents_incidentlink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_incidentpage
    ADD CONSTRAINT incidents_incidentpage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_incidentpolicy
    ADD CONSTRAINT incidents_incidentpolicy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_planactivation
    ADD CONSTRAINT incidents_planactivation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.integrations_grouprobot
    ADD CONSTRAINT integrations_grouprobot_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.integrations_robotmessage
    ADD CONSTRAINT integrations_robotmessage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kernel_auditentry
    ADD CONSTRAINT kernel_auditentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kernel_block
    ADD CONSTRAINT kernel_block_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kernel_idempotentresponse
    ADD CONSTRAINT kernel_idempotentresponse_pkey PRIMARY KEY (scope);
ALTER TABLE ONLY public.kernel_instancenote
    ADD CONSTRAINT kernel_instancenote_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.kernel_organization
    ADD CONSTRAINT kernel_organization_code_key UNIQUE (code);
ALTER TABLE ONLY public.kernel_organization
    ADD CONSTRAINT kernel_organization_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kernel_outboxevent
    ADD CONSTRAINT kernel_outboxevent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kernel_outboxevent
    ADD CONSTRAINT kernel_outboxevent_position_key UNIQUE ("position");
ALTER TABLE ONLY public.kernel_parkedevent
    ADD CONSTRAINT kernel_parkedevent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kernel_searchdocument
    ADD CONSTRAINT kernel_searchdocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kernel_storedfile
    ADD CONSTRAINT kernel_storedfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kernel_subscription
    ADD CONSTRAINT kernel_subscription_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.knowledge_article
    ADD CONSTRAINT knowledge_article_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.knowledge_articleversion
    ADD CONSTRAINT knowledge_articleversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.knowledge_category
    ADD CONSTRAINT knowledge_category_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.knowledge_revision
    ADD CONSTRAINT knowledge_revision_brand_id_key UNIQUE (brand_id);
ALTER TABLE ONLY public.knowledge_revision
    ADD CONSTRAINT knowledge_revision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.knowledge_similarquestion
    ADD CONSTRAINT knowledge_similarquestion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_ticketlink
    ADD CONSTRAINT linked_once UNIQUE (ticket_id, kind, object_id);
ALTER TABLE ONLY public.automations_macro
    ADD CONSTRAINT macro_name_once UNIQUE NULLS NOT DISTINCT (organization_id, owner_id, team_id, name);
ALTER TABLE ONLY public.mail_mailbox
    ADD CONSTRAINT mail_mailbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mail_mailthread
    ADD CONSTRAINT mail_mailthread_conversation_id_key UNIQUE (conversation_id);
ALTER TABLE ONLY public.mail_mailthread
    ADD CONSTRAINT mail_mailthread_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mail_receivedmail
    ADD CONSTRAINT mail_read_once UNIQUE (mailbox_id, uid_validity, uid);
ALTER TABLE ONLY public.mail_receivedmail
    ADD CONSTRAINT mail_receivedmail_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mail_sentmail
    ADD CONSTRAINT mail_sentmail_message_id_key UNIQUE (message_id);
ALTER TABLE ONLY public.mail_sentmail
    ADD CONSTRAINT mail_sentmail_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mail_mailbox
    ADD CONSTRAINT mailbox_address_once UNIQUE (organization_id, address);
ALTER TABLE ONLY public.imports_importmapping
    ADD CONSTRAINT mapping_of_kind_and_source UNIQUE (organization_id, kind, source);
ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT member_once UNIQUE (team_id, user_id);
ALTER TABLE ONLY public.conversations_mention
    ADD CONSTRAINT mentioned_once UNIQUE (conversation_id, user_id);
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT message_client_id_once UNIQUE (conversation_id, client_id);
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT message_seq_once UNIQUE (conversation_id, seq);
ALTER TABLE ONLY public.missed_missedcall
    ADD CONSTRAINT missed_missedcall_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT mobile_once UNIQUE (organization_id, mobile);
ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_ticketclock
    ADD CONSTRAINT one_clock_of_each_kind UNIQUE (ticket_id, kind);
ALTER TABLE ONLY public.connectors_connection
    ADD CONSTRAINT one_connection_a_brand UNIQUE (brand_id);
ALTER TABLE ONLY public.kernel_searchdocument
    ADD CONSTRAINT one_document_each UNIQUE (kind, object_id);
ALTER TABLE ONLY public.conversations_draft
    ADD CONSTRAINT one_draft_each UNIQUE (conversation_id, user_id);
ALTER TABLE ONLY public.incidents_incidentpolicy
    ADD CONSTRAINT one_incident_policy UNIQUE (organization_id);
ALTER TABLE ONLY public.routing_ratingitem
    ADD CONSTRAINT one_item_a_rating_and_reason UNIQUE (rating_id, reason_id);
ALTER TABLE ONLY public.bot_provider
    ADD CONSTRAINT one_provider UNIQUE (organization_id);
ALTER TABLE ONLY public.announcements_receipt
    ADD CONSTRAINT one_receipt_each UNIQUE (announcement_id, user_id);
ALTER TABLE ONLY public.sorting_sortingroute
    ADD CONSTRAINT one_route_a_reason UNIQUE (brand_id, disposition_id);
ALTER TABLE ONLY public.sorting_sortingrule
    ADD CONSTRAINT one_rule_a_value UNIQUE (brand_id, kind, value);
ALTER TABLE ONLY public.routing_rushtrigger
    ADD CONSTRAINT one_rush_trigger UNIQUE (organization_id);
ALTER TABLE ONLY public.sorting_sortingmodel
    ADD CONSTRAINT one_sorting_model UNIQUE (organization_id);
ALTER TABLE ONLY public.incidents_incidentpage
    ADD CONSTRAINT paged_once UNIQUE (incident_id, user_id);
ALTER TABLE ONLY public.kernel_parkedevent
    ADD CONSTRAINT parked_once UNIQUE (subscriber, "position");
ALTER TABLE ONLY public.tickets_slapolicy
    ADD CONSTRAINT policy_name_once UNIQUE (organization_id, name);
ALTER TABLE ONLY public.portal_portalticket
    ADD CONSTRAINT portal_form_sent_once UNIQUE (site_id, once);
ALTER TABLE ONLY public.portal_helpcentre
    ADD CONSTRAINT portal_helpcentre_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_helpcentre
    ADD CONSTRAINT portal_helpcentre_site_id_key UNIQUE (site_id);
ALTER TABLE ONLY public.portal_portalcode
    ADD CONSTRAINT portal_portalcode_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_portalticket
    ADD CONSTRAINT portal_portalticket_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_portalticket
    ADD CONSTRAINT portal_portalticket_ticket_id_key UNIQUE (ticket_id);
ALTER TABLE ONLY public.accounts_presencereason
    ADD CONSTRAINT presence_reason_once UNIQUE (organization_id, code);
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);
ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_prompt
    ADD CONSTRAINT prompt_name_once UNIQUE (brand_id, name);
ALTER TABLE ONLY public.bot_provideruse
    ADD CONSTRAINT provider_month_once UNIQUE (organization_id, month);
ALTER TABLE ONLY public.routing_queue
    ADD CONSTRAINT queue_name_once UNIQUE (organization_id, brand_id, name);
ALTER TABLE ONLY public.routing_ratingreason
    ADD CONSTRAINT rating_reason_once UNIQUE (organization_id, family, name_zh);
ALTER TABLE ONLY public.imports_importreject
    ADD CONSTRAINT refused_once_a_run UNIQUE (run_id, number);
ALTER TABLE ONLY public.tickets_ticketrelation
    ADD CONSTRAINT related_once UNIQUE (ticket_id, other_id, kind);
ALTER TABLE ONLY public.replies_quickreply
    ADD CONSTRAINT replies_quickreply_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_role
    ADD CONSTRAINT role_code_once UNIQUE (organization_id, code);
ALTER TABLE ONLY public.routing_contact
    ADD CONSTRAINT routing_contact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.routing_contact
    ADD CONSTRAINT routing_contact_subject_id_key UNIQUE (subject_id);
ALTER TABLE ONLY public.routing_decision
    ADD CONSTRAINT routing_decision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.routing_disposition
    ADD CONSTRAINT routing_disposition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.routing_miss
    ADD CONSTRAINT routing_miss_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.routing_parking
    ADD CONSTRAINT routing_parking_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.routing_queue
    ADD CONSTRAINT routing_queue_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.routing_rating
    ADD CONSTRAINT routing_rating_contact_id_key UNIQUE (contact_id);
ALTER TABLE ONLY public.routing_rating
    ADD CONSTRAINT routing_rating_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.routing_ratingitem
    ADD CONSTRAINT routing_ratingitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.routing_ratingreason
    ADD CONSTRAINT routing_ratingreason_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.routing_rush
    ADD CONSTRAINT routing_rush_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.routing_rushtrigger
    ADD CONSTRAINT routing_rushtrigger_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.routing_workitem
    ADD CONSTRAINT routing_workitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.automations_automationrule
    ADD CONSTRAINT rule_name_once UNIQUE (organization_id, name);
ALTER TABLE ONLY public.scripts_script
    ADD CONSTRAINT script_name_once UNIQUE (brand_id, name);
ALTER TABLE ONLY public.scripts_scriptversion
    ADD CONSTRAINT script_version_once UNIQUE (script_id, number);
ALTER TABLE ONLY public.scripts_script
    ADD CONSTRAINT scripts_script_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.scripts_scriptrun
    ADD CONSTRAINT scripts_scriptrun_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.scripts_scriptversion
    ADD CONSTRAINT scripts_scriptversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.knowledge_similarquestion
    ADD CONSTRAINT similar_place_once UNIQUE (article_id, "position");
ALTER TABLE ONLY public.accounts_skill
    ADD CONSTRAINT skill_code_once UNIQUE (organization_id, code);
ALTER TABLE ONLY public.sms_sms
    ADD CONSTRAINT sms_once UNIQUE (organization_id, fact);
ALTER TABLE ONLY public.sms_receivedsms
    ADD CONSTRAINT sms_receivedsms_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sms_smsrefusal
    ADD CONSTRAINT sms_refused_once UNIQUE (organization_id, number);
ALTER TABLE ONLY public.sms_sms
    ADD CONSTRAINT sms_sms_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sms_smsline
    ADD CONSTRAINT sms_smsline_brand_id_key UNIQUE (brand_id);
ALTER TABLE ONLY public.sms_smsline
    ADD CONSTRAINT sms_smsline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sms_smsrefusal
    ADD CONSTRAINT sms_smsrefusal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sorting_sorting
    ADD CONSTRAINT sorting_sorting_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sorting_sorting
    ADD CONSTRAINT sorting_sorting_subject_id_key UNIQUE (subject_id);
ALTER TABLE ONLY public.sorting_sortingmodel
    ADD CONSTRAINT sorting_sortingmodel_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sorting_sortingroute
    ADD CONSTRAINT sorting_sortingroute_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sorting_sortingrule
    ADD CONSTRAINT sorting_sortingrule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analytics_target
    ADD CONSTRAINT target_of_figure_once UNIQUE (organization_id, code);
ALTER TABLE ONLY public.accounts_team
    ADD CONSTRAINT team_name_once UNIQUE (organization_id, name);
ALTER TABLE ONLY public.telephony_branch
    ADD CONSTRAINT telephony_branch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_call
    ADD CONSTRAINT telephony_call_channel_id_key UNIQUE (channel_id);
ALTER TABLE ONLY public.telephony_call
    ADD CONSTRAINT telephony_call_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_callback
    ADD CONSTRAINT telephony_callback_attempt_id_key UNIQUE (attempt_id);
ALTER TABLE ONLY public.telephony_callback
    ADD CONSTRAINT telephony_callback_call_id_key UNIQUE (call_id);
ALTER TABLE ONLY public.telephony_callback
    ADD CONSTRAINT telephony_callback_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_callcommand
    ADD CONSTRAINT telephony_callcommand_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_callflow
    ADD CONSTRAINT telephony_callflow_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_callinvitation
    ADD CONSTRAINT telephony_callinvitation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_callmoment
    ADD CONSTRAINT telephony_callmoment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_emergency
    ADD CONSTRAINT telephony_emergency_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_extension
    ADD CONSTRAINT telephony_extension_account_key UNIQUE (account);
ALTER TABLE ONLY public.telephony_extension
    ADD CONSTRAINT telephony_extension_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_extension
    ADD CONSTRAINT telephony_extension_user_id_key UNIQUE (user_id);
ALTER TABLE ONLY public.telephony_flowversion
    ADD CONSTRAINT telephony_flowversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_legalhold
    ADD CONSTRAINT telephony_legalhold_call_id_key UNIQUE (call_id);
ALTER TABLE ONLY public.telephony_legalhold
    ADD CONSTRAINT telephony_legalhold_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_phonenumber
    ADD CONSTRAINT telephony_phonenumber_digits_key UNIQUE (digits);
ALTER TABLE ONLY public.telephony_phonenumber
    ADD CONSTRAINT telephony_phonenumber_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_phonepage
    ADD CONSTRAINT telephony_phonepage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_prompt
    ADD CONSTRAINT telephony_prompt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_queuemanner
    ADD CONSTRAINT telephony_queuemanner_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_queuemanner
    ADD CONSTRAINT telephony_queuemanner_queue_id_key UNIQUE (queue_id);
ALTER TABLE ONLY public.telephony_ratinginvitation
    ADD CONSTRAINT telephony_ratinginvitation_call_id_key UNIQUE (call_id);
ALTER TABLE ONLY public.telephony_ratinginvitation
    ADD CONSTRAINT telephony_ratinginvitation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_ratinginvitation
    ADD CONSTRAINT telephony_ratinginvitation_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.telephony_recording
    ADD CONSTRAINT telephony_recording_name_key UNIQUE (name);
ALTER TABLE ONLY public.telephony_recording
    ADD CONSTRAINT telephony_recording_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_recordingpack
    ADD CONSTRAINT telephony_recordingpack_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_recordingrule
    ADD CONSTRAINT telephony_recordingrule_number_id_key UNIQUE (number_id);
ALTER TABLE ONLY public.telephony_recordingrule
    ADD CONSTRAINT telephony_recordingrule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_recordingrule
    ADD CONSTRAINT telephony_recordingrule_queue_id_key UNIQUE (queue_id);
ALTER TABLE ONLY public.telephony_transcript
    ADD CONSTRAINT telephony_transcript_call_id_key UNIQUE (call_id);
ALTER TABLE ONLY public.telephony_transcript
    ADD CONSTRAINT telephony_transcript_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_trunk
    ADD CONSTRAINT telephony_trunk_account_key UNIQUE (account);
ALTER TABLE ONLY public.telephony_trunk
    ADD CONSTRAINT telephony_trunk_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.telephony_voicemail
    ADD CONSTRAINT telephony_voicemail_call_id_key UNIQUE (call_id);
ALTER TABLE ONLY public.telephony_voicemail
    ADD CONSTRAINT telephony_voicemail_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.texting_textanswer
    ADD CONSTRAINT text_answer_once UNIQUE (organization_id, sms_id);
ALTER TABLE ONLY public.texting_textanswer
    ADD CONSTRAINT texting_textanswer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.texting_textchannel
    ADD CONSTRAINT texting_textchannel_line_id_key UNIQUE (line_id);
ALTER TABLE ONLY public.texting_textchannel
    ADD CONSTRAINT texting_textchannel_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.texting_textthread
    ADD CONSTRAINT texting_textthread_conversation_id_key UNIQUE (conversation_id);
ALTER TABLE ONLY public.texting_textthread
    ADD CONSTRAINT texting_textthread_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_incidentlink
    ADD CONSTRAINT ticket_in_incident_once UNIQUE (incident_id, ticket_id);
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT ticket_number_once UNIQUE (organization_id, number);
ALTER TABLE ONLY public.tickets_tickettype
    ADD CONSTRAINT ticket_type_code_once UNIQUE (organization_id, code);
ALTER TABLE ONLY public.tickets_approvalrule
    ADD CONSTRAINT tickets_approvalrule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_checklistitem
    ADD CONSTRAINT tickets_checklistitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_plannedanswer
    ADD CONSTRAINT tickets_plannedanswer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_runningtimer
    ADD CONSTRAINT tickets_runningtimer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_savedview
    ADD CONSTRAINT tickets_savedview_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_slapolicy
    ADD CONSTRAINT tickets_slapolicy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_ticketact
    ADD CONSTRAINT tickets_ticketact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_ticketapproval
    ADD CONSTRAINT tickets_ticketapproval_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_ticketclock
    ADD CONSTRAINT tickets_ticketclock_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_ticketentry
    ADD CONSTRAINT tickets_ticketentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_ticketlink
    ADD CONSTRAINT tickets_ticketlink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_ticketrelation
    ADD CONSTRAINT tickets_ticketrelation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_tickettype
    ADD CONSTRAINT tickets_tickettype_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_ticketwatcher
    ADD CONSTRAINT tickets_ticketwatcher_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_timeentry
    ADD CONSTRAINT tickets_timeentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers_timelineentry
    ADD CONSTRAINT timeline_once UNIQUE (object_type, object_id, kind);
ALTER TABLE ONLY public.tickets_runningtimer
    ADD CONSTRAINT timer_of_one UNIQUE (organization_id, user_id);
ALTER TABLE ONLY public.integrations_robotmessage
    ADD CONSTRAINT told_once UNIQUE (robot_id, fact);
ALTER TABLE ONLY public.accounts_userskill
    ADD CONSTRAINT user_skill_once UNIQUE (user_id, skill_id);
ALTER TABLE ONLY public.bot_vector
    ADD CONSTRAINT vector_once UNIQUE (model, text_hash);
ALTER TABLE ONLY public.tickets_savedview
    ADD CONSTRAINT view_name_once UNIQUE NULLS NOT DISTINCT (organization_id, owner_id, team_id, name);
ALTER TABLE ONLY public.tickets_ticketwatcher
    ADD CONSTRAINT watcher_once UNIQUE (ticket_id, user_id);
CREATE INDEX accounts_apitoken_organization_id_bcea66d7 ON public.accounts_apitoken USING btree (organization_id);
CREATE INDEX accounts_apitoken_token_hash_32b482d2_like ON public.accounts_apitoken USING btree (token_hash varchar_pattern_ops);
CREATE INDEX accounts_apitoken_user_id_bbee13e0 ON public.accounts_apitoken USING btree (user_id);
CREATE INDEX accounts_brand_organization_id_c7e74008 ON public.accounts_brand USING btree (organization_id);
CREATE INDEX accounts_breakrequest_decided_by_id_f6d2b5a2 ON public.accounts_breakrequest USING btree (decided_by_id);
CREATE INDEX accounts_breakrequest_organization_id_dae2539a ON public.accounts_breakrequest USING btree (organization_id);
CREATE INDEX accounts_breakrequest_reason_id_30e0db7c ON public.accounts_breakrequest USING btree (reason_id);
CREATE INDEX accounts_breakrequest_user_id_6070ba70 ON public.accounts_breakrequest USING btree (user_id);
CREATE INDEX accounts_invitation_created_by_id_e6097355 ON public.accounts_invitation USING btree (created_by_id);
CREATE INDEX accounts_invitation_organization_id_2be75950 ON public.accounts_invitation USING btree (organization_id);
CREATE INDEX accounts_invitation_role_id_6e595326 ON public.accounts_invitation USING btree (role_id);
CREATE INDEX accounts_invitation_team_id_a42a47a0 ON public.accounts_invitation USING btree (team_id);
CREATE INDEX accounts_invitation_token_hash_3d59d75c_like ON public.accounts_invitation USING btree (token_hash varchar_pattern_ops);
CREATE INDEX accounts_membership_organization_id_936776de ON public.accounts_membership USING btree (organization_id);
CREATE INDEX accounts_membership_team_id_c9c6c909 ON public.accounts_membership USING btree (team_id);
CREATE INDEX accounts_membership_user_id_487fb39e ON public.accounts_membership USING btree (user_id);
CREATE INDEX accounts_presence_organization_id_cc692f2a ON public.accounts_presence USING btree (organization_id);
CREATE INDEX accounts_presence_reason_id_5dc5ed1e ON public.accounts_presence USING btree (reason_id);
CREATE INDEX accounts_presenceinterval_by_id_53e76eb9 ON public.accounts_presenceinterval USING btree (by_id);
CREATE INDEX accounts_presenceinterval_organization_id_81fb3cdf ON public.accounts_presenceinterval USING btree (organization_id);
CREATE INDEX accounts_presenceinterval_reason_id_7b66954f ON public.accounts_presenceinterval USING btree (reason_id);
CREATE INDEX accounts_presenceinterval_user_id_6b0ffbe1 ON public.accounts_presenceinterval USING btree (user_id);
CREATE INDEX accounts_presencereason_organization_id_2cd7f56c ON public.accounts_presencereason USING btree (organization_id);
CREATE INDEX accounts_ramp_begun_by_id_f19660e9 ON public.accounts_ramp USING btree (begun_by_id);
CREATE INDEX accounts_ramp_organization_id_0195e08b ON public.accounts_ramp USING btree (organization_id);
CREATE INDEX accounts_role_organization_id_f36e53fe ON public.accounts_role USING btree (organization_id);
CREATE INDEX accounts_skill_organization_id_a17d34b5 ON public.accounts_skill USING btree (organization_id);
CREATE INDEX accounts_team_organization_id_bf0a6adc ON public.accounts_team USING btree (organization_id);
CREATE INDEX accounts_team_parent_id_6c6f6e1c ON public.accounts_team USING btree (parent_id);
CREATE INDEX accounts_user_organization_id_d808f5ca ON public.accounts_user USING btree (organization_id);
CREATE INDEX accounts_user_role_id_a6dd19b0 ON public.accounts_user USING btree (role_id);
CREATE INDEX accounts_userskill_organization_id_04fbb45a ON public.accounts_userskill USING btree (organization_id);
CREATE INDEX accounts_userskill_skill_id_fcd2ed0d ON public.accounts_userskill USING btree (skill_id);
CREATE INDEX accounts_userskill_user_id_bd5ff23c ON public.accounts_userskill USING btree (user_id);
CREATE INDEX activations_newest ON public.incidents_planactivation USING btree (organization_id, id DESC);
CREATE INDEX activations_on ON public.incidents_planactivation USING btree (organization_id) WHERE (restored_at IS NULL);
CREATE INDEX activations_to_retry ON public.incidents_planactivation USING btree (retry_at) WHERE (retry_at IS NOT NULL);
CREATE INDEX acts_newest ON public.tickets_ticketact USING btree (organization_id, id DESC);
CREATE INDEX acts_of_ticket ON public.tickets_ticketact USING gin (ticket_ids) WHERE (undone_at IS NULL);
CREATE INDEX analytics_export_organization_id_e33b1c8f ON public.analytics_export USING btree (organization_id);
CREATE INDEX analytics_export_user_id_81bbf586 ON public.analytics_export USING btree (user_id);
CREATE INDEX analytics_target_organization_id_949c7f67 ON public.analytics_target USING btree (organization_id);
CREATE INDEX analytics_wallboard_created_by_id_545dd6e1 ON public.analytics_wallboard USING btree (created_by_id);
CREATE INDEX analytics_wallboard_organization_id_87b5a6c4 ON public.analytics_wallboard USING btree (organization_id);
CREATE INDEX analytics_wallboard_token_hash_98bf7c28_like ON public.analytics_wallboard USING btree (token_hash varchar_pattern_ops);
CREATE INDEX announcements_announcement_author_id_47b59c69 ON public.announcements_announcement USING btree (author_id);
CREATE INDEX announcements_announcement_brand_id_7bb77cb7 ON public.announcements_announcement USING btree (brand_id);
CREATE INDEX announcements_announcement_organization_id_d07acab9 ON public.announcements_announcement USING btree (organization_id);
CREATE INDEX announcements_newest ON public.announcements_announcement USING btree (organization_id, id DESC);
CREATE INDEX announcements_receipt_announcement_id_9c1dbcf7 ON public.announcements_receipt USING btree (announcement_id);
CREATE INDEX announcements_receipt_organization_id_9b5ddad3 ON public.announcements_receipt USING btree (organization_id);
CREATE INDEX announcements_receipt_user_id_bfe38a78 ON public.announcements_receipt USING btree (user_id);
CREATE INDEX answers_of_ticket ON public.tickets_plannedanswer USING btree (ticket_id) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX answers_to_send ON public.tickets_plannedanswer USING btree (send_at) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX approvals_by_approver ON public.tickets_ticketapproval USING gin (approver_ids);
CREATE INDEX approvals_of_ticket ON public.tickets_ticketapproval USING btree (ticket_id, id DESC);
CREATE INDEX approvals_to_escalate ON public.tickets_ticketapproval USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE UNIQUE INDEX article_key_once ON public.knowledge_article USING btree (brand_id, locale, key) WHERE (NOT ((key)::text = ''::text));
CREATE INDEX article_latest ON public.knowledge_article USING btree (organization_id, updated_at DESC, id DESC);
CREATE INDEX article_review ON public.knowledge_article USING btree (review_on) WHERE (review_on IS NOT NULL);
CREATE INDEX article_status ON public.knowledge_article USING btree (brand_id, status);
CREATE INDEX audit_newest ON public.kernel_auditentry USING btree (organization_id, id DESC);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX automations_automationrule_organization_id_5347a0d3 ON public.automations_automationrule USING btree (organization_id);
CREATE INDEX automations_macro_organization_id_7a074904 ON public.automations_macro USING btree (organization_id);
CREATE INDEX automations_macro_owner_id_9079e3e1 ON public.automations_macro USING btree (owner_id);
CREATE INDEX automations_macro_team_id_9e1867bb ON public.automations_macro USING btree (team_id);
CREATE INDEX automations_rulefiring_organization_id_4d20d6e0 ON public.automations_rulefiring USING btree (organization_id);
CREATE INDEX automations_rulefiring_rule_id_8278c0cb ON public.automations_rulefiring USING btree (rule_id);
CREATE INDEX automations_rulefiring_ticket_id_1e470dba ON public.automations_rulefiring USING btree (ticket_id);
CREATE INDEX block_requests_newest ON public.guarding_blockrequest USING btree (organization_id, state, id DESC);
CREATE INDEX bot_botsettings_organization_id_c58f7c24 ON public.bot_botsettings USING btree (organization_id);
CREATE INDEX bot_calibration_brand_id_6a23fbff ON public.bot_calibration USING btree (brand_id);
CREATE INDEX bot_calibration_organization_id_7fe7ee99 ON public.bot_calibration USING btree (organization_id);
CREATE INDEX bot_flow_brand_id_7dfb4011 ON public.bot_flow USING btree (brand_id);
CREATE INDEX bot_flow_organization_id_fab92e1c ON public.bot_flow USING btree (organization_id);
CREATE INDEX bot_flow_published_id_dc153883 ON public.bot_flow USING btree (published_id);
CREATE INDEX bot_flowrun_organization_id_7aff78e8 ON public.bot_flowrun USING btree (organization_id);
CREATE INDEX bot_flowrun_version_id_6d885e99 ON public.bot_flowrun USING btree (version_id);
CREATE INDEX bot_flowversion_flow_id_5f396c28 ON public.bot_flowversion USING btree (flow_id);
CREATE INDEX bot_flowversion_organization_id_1c78d1a5 ON public.bot_flowversion USING btree (organization_id);
CREATE INDEX bot_provider_organization_id_e9201c9c ON public.bot_provider USING btree (organization_id);
CREATE INDEX bot_provideruse_organization_id_45f3497a ON public.bot_provideruse USING btree (organization_id);
CREATE INDEX bot_tuning_in_use_id_1ede9c9b ON public.bot_tuning USING btree (in_use_id);
CREATE INDEX bot_tuning_organization_id_c712f7e0 ON public.bot_tuning USING btree (organization_id);
CREATE INDEX bot_turn_article_id_4caa6cd8 ON public.bot_turn USING btree (article_id);
CREATE INDEX bot_turn_conversation_id_edc61a0e ON public.bot_turn USING btree (conversation_id);
CREATE INDEX bot_turn_corrected_id_f0e9d400 ON public.bot_turn USING btree (corrected_id);
CREATE INDEX bot_turn_organization_id_46cbabd3 ON public.bot_turn USING btree (organization_id);
CREATE INDEX bot_turn_picked_id_5208d1bc ON public.bot_turn USING btree (picked_id);
CREATE UNIQUE INDEX branch_code_once ON public.telephony_branch USING btree (brand_id, code) WHERE (NOT ((code)::text = ''::text));
CREATE INDEX bulletins_bulletin_brand_id_6575670a ON public.bulletins_bulletin USING btree (brand_id);
CREATE INDEX bulletins_bulletin_organization_id_16682995 ON public.bulletins_bulletin USING btree (organization_id);
CREATE INDEX bulletins_on ON public.bulletins_bulletin USING btree (organization_id, kind) WHERE (ended_at IS NULL);
CREATE INDEX calendars_calendar_organization_id_5bcbb864 ON public.calendars_calendar USING btree (organization_id);
CREATE INDEX calendars_calendarday_calendar_id_e0032dfa ON public.calendars_calendarday USING btree (calendar_id);
CREATE INDEX calendars_calendarday_organization_id_0a43a697 ON public.calendars_calendarday USING btree (organization_id);
CREATE INDEX calibrations_of_brand ON public.bot_calibration USING btree (brand_id, id DESC);
CREATE INDEX callbacks_newest ON public.telephony_callback USING btree (organization_id, id DESC);
CREATE INDEX callbacks_open ON public.telephony_callback USING btree (organization_id, number) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX callers_dutyshift_organization_id_671c80aa ON public.callers_dutyshift USING btree (organization_id);
CREATE INDEX callers_dutyshift_user_id_a27d8591 ON public.callers_dutyshift USING btree (user_id);
CREATE INDEX callers_warningentry_added_by_id_0b79fd23 ON public.callers_warningentry USING btree (added_by_id);
CREATE INDEX callers_warningentry_brand_id_57194171 ON public.callers_warningentry USING btree (brand_id);
CREATE INDEX callers_warningentry_customer_id_8be2384c ON public.callers_warningentry USING btree (customer_id);
CREATE INDEX callers_warningentry_organization_id_bd18e958 ON public.callers_warningentry USING btree (organization_id);
CREATE INDEX calls_by_start ON public.telephony_call USING btree (organization_id, started_at);
CREATE INDEX calls_newest ON public.telephony_call USING btree (organization_id, id DESC);
CREATE INDEX calls_of_customer ON public.telephony_call USING btree (customer_id, id DESC);
CREATE INDEX calls_open ON public.telephony_call USING btree (phase) WHERE (NOT ((phase)::text = 'ended'::text));
CREATE UNIQUE INDEX checklist_code_once ON public.tickets_checklistitem USING btree (ticket_id, code) WHERE (NOT ((code)::text = ''::text));
CREATE INDEX checklist_of_ticket ON public.tickets_checklistitem USING btree (ticket_id, id);
CREATE INDEX clocks_of_calendar ON public.tickets_ticketclock USING btree (calendar_id) WHERE (since IS NOT NULL);
CREATE INDEX clocks_to_warn ON public.tickets_ticketclock USING btree (alarm_at) WHERE (alarm_at IS NOT NULL);
CREATE INDEX commands_open ON public.telephony_callcommand USING btree (id) WHERE (done_at IS NULL);
CREATE INDEX connectors_connection_brand_id_3f980868 ON public.connectors_connection USING btree (brand_id);
CREATE INDEX connectors_connection_organization_id_4d8b518c ON public.connectors_connection USING btree (organization_id);
CREATE INDEX connectors_coupongrant_brand_id_93dbd5e9 ON public.connectors_coupongrant USING btree (brand_id);
CREATE INDEX connectors_coupongrant_customer_id_056413a4 ON public.connectors_coupongrant USING btree (customer_id);
CREATE INDEX connectors_coupongrant_organization_id_47e51fe2 ON public.connectors_coupongrant USING btree (organization_id);
CREATE INDEX connectors_democoupon_brand_id_2c0495ec ON public.connectors_democoupon USING btree (brand_id);
CREATE INDEX connectors_democoupon_organization_id_790128be ON public.connectors_democoupon USING btree (organization_id);
CREATE INDEX connectors_demoorder_brand_id_faa0262a ON public.connectors_demoorder USING btree (brand_id);
CREATE INDEX connectors_demoorder_organization_id_cb804f66 ON public.connectors_demoorder USING btree (organization_id);
CREATE INDEX contacts_by_agent ON public.routing_contact USING btree (organization_id, agent_id, ended_at);
CREATE INDEX contacts_by_end ON public.routing_contact USING btree (organization_id, ended_at);
CREATE INDEX contacts_by_moment ON public.routing_contact USING btree (organization_id, COALESCE(queued_at, started_at));
CREATE INDEX contacts_by_queue ON public.routing_contact USING btree (organization_id, queue_id, queued_at);
CREATE INDEX contacts_of_customer ON public.routing_contact USING btree (customer_id, started_at);
CREATE INDEX contacts_pending ON public.routing_contact USING btree (agent_id, ended_at DESC) WHERE disposition_is_guess;
CREATE INDEX conversations_by_status ON public.conversations_conversation USING btree (organization_id, status, id DESC);
CREATE INDEX conversations_conversation_assignee_id_e845f644 ON public.conversations_conversation USING btree (assignee_id);
CREATE INDEX conversations_conversation_brand_id_0985e90f ON public.conversations_conversation USING btree (brand_id);
CREATE INDEX conversations_conversation_customer_id_afb78c4a ON public.conversations_conversation USING btree (customer_id);
CREATE INDEX conversations_conversation_expected_disposition_id_7e7ff1b2 ON public.conversations_conversation USING btree (expected_disposition_id);
CREATE INDEX conversations_conversation_organization_id_474f7c7e ON public.conversations_conversation USING btree (organization_id);
CREATE INDEX conversations_conversation_previous_id_6d1b51de ON public.conversations_conversation USING btree (previous_id);
CREATE INDEX conversations_conversation_queue_id_db181c24 ON public.conversations_conversation USING btree (queue_id);
CREATE INDEX conversations_conversation_site_id_a779d40a ON public.conversations_conversation USING btree (site_id);
CREATE INDEX conversations_conversation_visitor_id_3f2b641c ON public.conversations_conversation USING btree (visitor_id);
CREATE INDEX conversations_doorpolicy_organization_id_33b830af ON public.conversations_doorpolicy USING btree (organization_id);
CREATE INDEX conversations_draft_conversation_id_8be0ce8b ON public.conversations_draft USING btree (conversation_id);
CREATE INDEX conversations_draft_organization_id_8623d358 ON public.conversations_draft USING btree (organization_id);
CREATE INDEX conversations_draft_user_id_e1d14b28 ON public.conversations_draft USING btree (user_id);
CREATE INDEX conversations_mention_conversation_id_aa3de93d ON public.conversations_mention USING btree (conversation_id);
CREATE INDEX conversations_mention_organization_id_5814d039 ON public.conversations_mention USING btree (organization_id);
CREATE INDEX conversations_mention_user_id_def30b73 ON public.conversations_mention USING btree (user_id);
CREATE INDEX conversations_message_conversation_id_f1a2d5e9 ON public.conversations_message USING btree (conversation_id);
CREATE INDEX conversations_message_organization_id_818b9f0b ON public.conversations_message USING btree (organization_id);
CREATE INDEX conversations_newest ON public.conversations_conversation USING btree (organization_id, id DESC);
CREATE INDEX conversations_of_agent ON public.conversations_conversation USING btree (assignee_id, status, id DESC);
CREATE INDEX conversations_of_customer ON public.conversations_conversation USING btree (customer_id, id DESC);
CREATE INDEX conversations_of_visitor ON public.conversations_conversation USING btree (visitor_id, id DESC);
CREATE INDEX conversations_open ON public.conversations_conversation USING btree (status) WHERE (NOT ((status)::text = 'closed'::text));
CREATE INDEX conversations_pageview_organization_id_dc69b004 ON public.conversations_pageview USING btree (organization_id);
CREATE INDEX conversations_pageview_visitor_id_62ee2c80 ON public.conversations_pageview USING btree (visitor_id);
CREATE INDEX conversations_scheduledmessage_conversation_id_e7b3a877 ON public.conversations_scheduledmessage USING btree (conversation_id);
CREATE INDEX conversations_scheduledmessage_organization_id_a5c2fdc9 ON public.conversations_scheduledmessage USING btree (organization_id);
CREATE INDEX conversations_scheduledmessage_user_id_050edac9 ON public.conversations_scheduledmessage USING btree (user_id);
CREATE INDEX conversations_site_brand_id_2c6b1dba ON public.conversations_site USING btree (brand_id);
CREATE INDEX conversations_site_calendar_id_cfb8f7e3 ON public.conversations_site USING btree (calendar_id);
CREATE INDEX conversations_site_key_52ca0c12_like ON public.conversations_site USING btree (key varchar_pattern_ops);
CREATE INDEX conversations_site_logo_id_7dd94d12 ON public.conversations_site USING btree (logo_id);
CREATE INDEX conversations_site_organization_id_953dd27c ON public.conversations_site USING btree (organization_id);
CREATE INDEX conversations_site_queue_id_d384ef6e ON public.conversations_site USING btree (queue_id);
CREATE INDEX conversations_snoozed ON public.conversations_conversation USING btree (snoozed_until) WHERE (snoozed_until IS NOT NULL);
CREATE INDEX conversations_visitor_brand_id_45ad076a ON public.conversations_visitor USING btree (brand_id);
CREATE INDEX conversations_visitor_customer_id_7c5dca4c ON public.conversations_visitor USING btree (customer_id);
CREATE INDEX conversations_visitor_organization_id_3f47fea7 ON public.conversations_visitor USING btree (organization_id);
CREATE INDEX conversations_visitor_site_id_6df47c2a ON public.conversations_visitor USING btree (site_id);
CREATE INDEX customer_newest ON public.customers_customer USING btree (organization_id, id DESC);
CREATE INDEX customer_pinyin ON public.customers_customer USING btree (organization_id, pinyin);
CREATE INDEX customers_customer_brand_id_1e4af62a ON public.customers_customer USING btree (brand_id);
CREATE INDEX customers_customer_organization_id_dc486906 ON public.customers_customer USING btree (organization_id);
CREATE INDEX customers_identity_brand_id_28859de2 ON public.customers_identity USING btree (brand_id);
CREATE INDEX customers_identity_customer_id_b1e21f37 ON public.customers_identity USING btree (customer_id);
CREATE INDEX customers_identity_organization_id_510126c2 ON public.customers_identity USING btree (organization_id);
CREATE INDEX customers_timelineentry_customer_id_5708f781 ON public.customers_timelineentry USING btree (customer_id);
CREATE INDEX customers_timelineentry_organization_id_9e731b4b ON public.customers_timelineentry USING btree (organization_id);
CREATE INDEX decisions_of_item ON public.routing_decision USING btree (work_item_id, id DESC);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX duty_by_kind ON public.callers_dutyshift USING btree (organization_id, kind);
CREATE INDEX entries_of_incident ON public.incidents_incidententry USING btree (incident_id, id DESC);
CREATE INDEX entries_of_ticket ON public.tickets_ticketentry USING btree (ticket_id, id DESC);
CREATE INDEX exports_newest ON public.analytics_export USING btree (user_id, id DESC);
CREATE INDEX firings_of_rule ON public.automations_rulefiring USING btree (rule_id, id DESC);
CREATE INDEX firings_on_ticket ON public.automations_rulefiring USING btree (ticket_id, id DESC);
CREATE INDEX grants_of_customer ON public.connectors_coupongrant USING btree (customer_id, id DESC);
CREATE INDEX guarding_blockrequest_asked_by_id_43980085 ON public.guarding_blockrequest USING btree (asked_by_id);
CREATE INDEX guarding_blockrequest_call_id_3a6ff5e4 ON public.guarding_blockrequest USING btree (call_id);
CREATE INDEX guarding_blockrequest_conversation_id_46f00c98 ON public.guarding_blockrequest USING btree (conversation_id);
CREATE INDEX guarding_blockrequest_decided_by_id_c632c2e9 ON public.guarding_blockrequest USING btree (decided_by_id);
CREATE INDEX guarding_blockrequest_organization_id_0682a666 ON public.guarding_blockrequest USING btree (organization_id);
CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));
CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);
CREATE INDEX import_runs_newest ON public.imports_importrun USING btree (organization_id, id DESC);
CREATE INDEX imported_by_run ON public.imports_importedrecord USING btree (run_id) WHERE (run_id IS NOT NULL);
CREATE INDEX imports_importedrecord_organization_id_1fc1b308 ON public.imports_importedrecord USING btree (organization_id);
CREATE INDEX imports_importedrecord_run_id_2224983e ON public.imports_importedrecord USING btree (run_id);
CREATE INDEX imports_importmapping_organization_id_1b2812f5 ON public.imports_importmapping USING btree (organization_id);
CREATE INDEX imports_importreject_organization_id_1b7e0828 ON public.imports_importreject USING btree (organization_id);
CREATE INDEX imports_importreject_run_id_e802a478 ON public.imports_importreject USING btree (run_id);
CREATE INDEX imports_importrun_organization_id_5f02f139 ON public.imports_importrun USING btree (organization_id);
CREATE INDEX imports_importrun_user_id_7dc31a92 ON public.imports_importrun USING btree (user_id);
CREATE INDEX incidents_by_state ON public.incidents_incident USING btree (organization_id, state, id DESC);
CREATE INDEX incidents_detectionrule_organization_id_c4df0ec8 ON public.incidents_detectionrule USING btree (organization_id);
CREATE INDEX incidents_emergencyplan_brand_id_5eb4cfe3 ON public.incidents_emergencyplan USING btree (brand_id);
CREATE INDEX incidents_emergencyplan_number_id_bef4e83f ON public.incidents_emergencyplan USING btree (number_id);
CREATE INDEX incidents_emergencyplan_organization_id_d78050c4 ON public.incidents_emergencyplan USING btree (organization_id);
CREATE INDEX incidents_emergencyplan_prompt_id_ac14f362 ON public.incidents_emergencyplan USING btree (prompt_id);
CREATE INDEX incidents_incident_brand_id_3feed935 ON public.incidents_incident USING btree (brand_id);
CREATE INDEX incidents_incident_cause_id_92aecc2c ON public.incidents_incident USING btree (cause_id);
CREATE INDEX incidents_incident_closed_by_id_f52b1596 ON public.incidents_incident USING btree (closed_by_id);
CREATE INDEX incidents_incident_confirmed_by_id_6b2221ea ON public.incidents_incident USING btree (confirmed_by_id);
CREATE INDEX incidents_incident_measure_owner_id_7b4c96fe ON public.incidents_incident USING btree (measure_owner_id);
CREATE INDEX incidents_incident_opened_by_id_06ceaa88 ON public.incidents_incident USING btree (opened_by_id);
CREATE INDEX incidents_incident_organization_id_63de570a ON public.incidents_incident USING btree (organization_id);
CREATE INDEX incidents_incident_owner_id_97ff23b2 ON public.incidents_incident USING btree (owner_id);
CREATE INDEX incidents_incident_rule_id_657a6903 ON public.incidents_incident USING btree (rule_id);
CREATE INDEX incidents_incidentcause_organization_id_9cabfe86 ON public.incidents_incidentcause USING btree (organization_id);
CREATE INDEX incidents_incidententry_incident_id_78cd1af7 ON public.incidents_incidententry USING btree (incident_id);
CREATE INDEX incidents_incidententry_organization_id_445be953 ON public.incidents_incidententry USING btree (organization_id);
CREATE INDEX incidents_incidentlink_call_id_3246d040 ON public.incidents_incidentlink USING btree (call_id);
CREATE INDEX incidents_incidentlink_conversation_id_d03e40fd ON public.incidents_incidentlink USING btree (conversation_id);
CREATE INDEX incidents_incidentlink_incident_id_b08d6ece ON public.incidents_incidentlink USING btree (incident_id);
CREATE INDEX incidents_incidentlink_organization_id_948ce5c4 ON public.incidents_incidentlink USING btree (organization_id);
CREATE INDEX incidents_incidentlink_ticket_id_e5ad9f51 ON public.incidents_incidentlink USING btree (ticket_id);
CREATE INDEX incidents_incidentpage_incident_id_b69a6777 ON public.incidents_incidentpage USING btree (incident_id);
CREATE INDEX incidents_incidentpage_organization_id_bd0c331d ON public.incidents_incidentpage USING btree (organization_id);
CREATE INDEX incidents_incidentpage_user_id_4b421a07 ON public.incidents_incidentpage USING btree (user_id);
CREATE INDEX incidents_incidentpolicy_organization_id_f870e098 ON public.incidents_incidentpolicy USING btree (organization_id);
CREATE INDEX incidents_newest ON public.incidents_incident USING btree (organization_id, id DESC);
CREATE INDEX incidents_of_cause ON public.incidents_incident USING btree (cause_id, closed_at) WHERE (cause_id IS NOT NULL);
CREATE INDEX incidents_planactivation_begun_by_id_eed50399 ON public.incidents_planactivation USING btree (begun_by_id);
CREATE INDEX incidents_planactivation_brand_id_3aa9f1f7 ON public.incidents_planactivation USING btree (brand_id);
CREATE INDEX incidents_planactivation_incident_id_895bc07f ON public.incidents_planactivation USING btree (incident_id);
CREATE INDEX incidents_planactivation_organization_id_305886c5 ON public.incidents_planactivation USING btree (organization_id);
CREATE INDEX incidents_planactivation_plan_id_0d72a6ad ON public.incidents_planactivation USING btree (plan_id);
CREATE INDEX incidents_planactivation_restored_by_id_cf784118 ON public.incidents_planactivation USING btree (restored_by_id);
CREATE INDEX incidents_to_page ON public.incidents_incident USING btree (page_due_at) WHERE (page_due_at IS NOT NULL);
CREATE INDEX integrations_grouprobot_organization_id_4e505868 ON public.integrations_grouprobot USING btree (organization_id);
CREATE INDEX integrations_robotmessage_organization_id_0255d5cf ON public.integrations_robotmessage USING btree (organization_id);
CREATE INDEX integrations_robotmessage_robot_id_75c642b2 ON public.integrations_robotmessage USING btree (robot_id);
CREATE INDEX invitations_of_call ON public.telephony_callinvitation USING btree (call_id, id DESC);
CREATE INDEX invitations_of_user ON public.telephony_callinvitation USING btree (user_id, id DESC);
CREATE INDEX invited_to_rate ON public.telephony_ratinginvitation USING btree (organization_id, number, created_at DESC);
CREATE INDEX kernel_auditentry_organization_id_88f95a5b ON public.kernel_auditentry USING btree (organization_id);
CREATE INDEX kernel_block_organization_id_da4845dd ON public.kernel_block USING btree (organization_id);
CREATE INDEX kernel_idempotentresponse_created_at_d7c1fd32 ON public.kernel_idempotentresponse USING btree (created_at);
CREATE INDEX kernel_idempotentresponse_scope_61fe04a8_like ON public.kernel_idempotentresponse USING btree (scope varchar_pattern_ops);
CREATE INDEX kernel_instancenote_name_0436e4c9_like ON public.kernel_instancenote USING btree (name varchar_pattern_ops);
CREATE INDEX kernel_organization_code_16beed81_like ON public.kernel_organization USING btree (code varchar_pattern_ops);
CREATE INDEX kernel_searchdocument_organization_id_faab1154 ON public.kernel_searchdocument USING btree (organization_id);
CREATE INDEX kernel_storedfile_organization_id_3903589e ON public.kernel_storedfile USING btree (organization_id);
CREATE INDEX kernel_subscription_name_91452fcc_like ON public.kernel_subscription USING btree (name varchar_pattern_ops);
CREATE INDEX knowledge_article_brand_id_0bf6c870 ON public.knowledge_article USING btree (brand_id);
CREATE INDEX knowledge_article_category_id_e125b641 ON public.knowledge_article USING btree (category_id);
CREATE INDEX knowledge_article_organization_id_bd84358e ON public.knowledge_article USING btree (organization_id);
CREATE INDEX knowledge_article_owner_id_b40ac797 ON public.knowledge_article USING btree (owner_id);
CREATE INDEX knowledge_article_updated_by_id_cecf9e06 ON public.knowledge_article USING btree (updated_by_id);
CREATE INDEX knowledge_articleversion_article_id_cba279b4 ON public.knowledge_articleversion USING btree (article_id);
CREATE INDEX knowledge_articleversion_editor_id_edcba4dc ON public.knowledge_articleversion USING btree (editor_id);
CREATE INDEX knowledge_articleversion_organization_id_32956b99 ON public.knowledge_articleversion USING btree (organization_id);
CREATE INDEX knowledge_category_brand_id_b29ce6d9 ON public.knowledge_category USING btree (brand_id);
CREATE INDEX knowledge_category_organization_id_275bbbc8 ON public.knowledge_category USING btree (organization_id);
CREATE INDEX knowledge_category_parent_id_653c6277 ON public.knowledge_category USING btree (parent_id);
CREATE INDEX knowledge_revision_organization_id_01d1bee7 ON public.knowledge_revision USING btree (organization_id);
CREATE INDEX knowledge_similarquestion_article_id_7960be23 ON public.knowledge_similarquestion USING btree (article_id);
CREATE INDEX knowledge_similarquestion_organization_id_0419aaef ON public.knowledge_similarquestion USING btree (organization_id);
CREATE INDEX links_of_incident ON public.incidents_incidentlink USING btree (incident_id, id DESC);
CREATE INDEX mail_by_digest ON public.mail_receivedmail USING btree (mailbox_id, digest);
CREATE INDEX mail_by_message_id ON public.mail_receivedmail USING btree (organization_id, message_id);
CREATE INDEX mail_by_sender ON public.mail_receivedmail USING btree (mailbox_id, sender, created_at DESC);
CREATE INDEX mail_mailbox_brand_id_70ac8b54 ON public.mail_mailbox USING btree (brand_id);
CREATE INDEX mail_mailbox_organization_id_3422bb68 ON public.mail_mailbox USING btree (organization_id);
CREATE INDEX mail_mailbox_queue_id_21716a5f ON public.mail_mailbox USING btree (queue_id);
CREATE INDEX mail_mailthread_mailbox_id_1477c00b ON public.mail_mailthread USING btree (mailbox_id);
CREATE INDEX mail_mailthread_organization_id_d848fbf2 ON public.mail_mailthread USING btree (organization_id);
CREATE INDEX mail_of_conversation ON public.mail_receivedmail USING btree (conversation_id, id DESC);
CREATE INDEX mail_receivedmail_conversation_id_f23ca137 ON public.mail_receivedmail USING btree (conversation_id);
CREATE INDEX mail_receivedmail_mailbox_id_877e8186 ON public.mail_receivedmail USING btree (mailbox_id);
CREATE INDEX mail_receivedmail_organization_id_4a60776b ON public.mail_receivedmail USING btree (organization_id);
CREATE INDEX mail_receivedmail_raw_id_5ee77ced ON public.mail_receivedmail USING btree (raw_id);
CREATE INDEX mail_receivedmail_settled_by_id_862183b4 ON public.mail_receivedmail USING btree (settled_by_id);
CREATE INDEX mail_sentmail_author_id_279f697b ON public.mail_sentmail USING btree (author_id);
CREATE INDEX mail_sentmail_conversation_id_4b148b0d ON public.mail_sentmail USING btree (conversation_id);
CREATE INDEX mail_sentmail_mailbox_id_12537574 ON public.mail_sentmail USING btree (mailbox_id);
CREATE INDEX mail_sentmail_message_id_8366de73_like ON public.mail_sentmail USING btree (message_id varchar_pattern_ops);
CREATE INDEX mail_sentmail_organization_id_865b988c ON public.mail_sentmail USING btree (organization_id);
CREATE INDEX mail_set_aside ON public.mail_receivedmail USING btree (organization_id, id DESC) WHERE ((state)::text = 'quarantined'::text);
CREATE INDEX mentions_of_user ON public.conversations_mention USING btree (user_id, conversation_id);
CREATE UNIQUE INDEX message_sent_once ON public.mail_sentmail USING btree (posted_id) WHERE (posted_id IS NOT NULL);
CREATE INDEX messages_of_robot ON public.integrations_robotmessage USING btree (robot_id, id DESC);
CREATE INDEX missed_by_assignee ON public.missed_missedcall USING btree (organization_id, assignee_id, assigned_at DESC);
CREATE INDEX missed_missedcall_assignee_id_eccc9e1f ON public.missed_missedcall USING btree (assignee_id);
CREATE INDEX missed_missedcall_brand_id_849372e4 ON public.missed_missedcall USING btree (brand_id);
CREATE INDEX missed_missedcall_closed_by_id_81fa8e5f ON public.missed_missedcall USING btree (closed_by_id);
CREATE INDEX missed_missedcall_customer_id_ad765028 ON public.missed_missedcall USING btree (customer_id);
CREATE INDEX missed_missedcall_last_call_id_3ab63e02 ON public.missed_missedcall USING btree (last_call_id);
CREATE INDEX missed_missedcall_organization_id_b7dd50f1 ON public.missed_missedcall USING btree (organization_id);
CREATE INDEX missed_missedcall_queue_id_6d538e75 ON public.missed_missedcall USING btree (queue_id);
CREATE INDEX missed_of_number ON public.missed_missedcall USING btree (organization_id, number) WHERE (closed_at IS NULL);
CREATE INDEX missed_open ON public.missed_missedcall USING btree (organization_id, id DESC) WHERE (closed_at IS NULL);
CREATE INDEX misses_of_agent ON public.routing_miss USING btree (user_id, created_at DESC);
CREATE INDEX moments_of_call ON public.telephony_callmoment USING btree (call_id, id);
CREATE INDEX notices_by_age ON public.notices_notice USING btree (updated_at);
CREATE INDEX notices_newest ON public.notices_notice USING btree (user_id, updated_at DESC, id DESC);
CREATE INDEX notices_notice_organization_id_2fa7b293 ON public.notices_notice USING btree (organization_id);
CREATE INDEX notices_notice_user_id_62c74e71 ON public.notices_notice USING btree (user_id);
CREATE UNIQUE INDEX one_bulletin_of_a_kind_and_source ON public.bulletins_bulletin USING btree (source_id, kind) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_emergency_a_number ON public.telephony_emergency USING btree (brand_id, number_id, source_id) NULLS NOT DISTINCT WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_headquarters ON public.telephony_branch USING btree (brand_id) WHERE is_headquarters;
CREATE UNIQUE INDEX one_missed_a_caller_and_day ON public.missed_missedcall USING btree (brand_id, number, day) WHERE (NOT ((number)::text = ''::text));
CREATE UNIQUE INDEX one_open_break_request ON public.accounts_breakrequest USING btree (user_id) WHERE ((state)::text = ANY ((ARRAY['asked'::character varying, 'waiting'::character varying])::text[]));
CREATE UNIQUE INDEX one_open_interval ON public.accounts_presenceinterval USING btree (user_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_open_item_a_subject ON public.routing_workitem USING btree (subject_id) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'offered'::character varying, 'assigned'::character varying])::text[]));
CREATE UNIQUE INDEX one_open_run_a_contact ON public.scripts_scriptrun USING btree (contact_id) WHERE ((state)::text = 'open'::text);
CREATE UNIQUE INDEX one_pending_of_call ON public.guarding_blockrequest USING btree (call_id) WHERE ((state)::text = 'pending'::text);
CREATE UNIQUE INDEX one_pending_request ON public.guarding_blockrequest USING btree (conversation_id) WHERE ((state)::text = 'pending'::text);
CREATE UNIQUE INDEX one_recording_rule_for_all_others ON public.telephony_recordingrule USING btree (organization_id) WHERE ((number_id IS NULL) AND (queue_id IS NULL));
CREATE UNIQUE INDEX one_rush_a_brand ON public.routing_rush USING btree (organization_id, brand_id) NULLS NOT DISTINCT WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_unread_a_group ON public.notices_notice USING btree (user_id, "group") WHERE (read_at IS NULL);
CREATE INDEX open_break_requests ON public.accounts_breakrequest USING btree (organization_id, id) WHERE ((state)::text = ANY ((ARRAY['asked'::character varying, 'waiting'::character varying])::text[]));
CREATE INDEX outbox_unstamped ON public.kernel_outboxevent USING btree (id) WHERE ("position" IS NULL);
CREATE INDEX packs_newest ON public.telephony_recordingpack USING btree (user_id, id DESC);
CREATE INDEX pages_of_incident ON public.incidents_incidentpage USING btree (incident_id, id);
CREATE INDEX pages_of_visitor ON public.conversations_pageview USING btree (visitor_id, created_at DESC);
CREATE INDEX phone_pages_of_subject ON public.telephony_phonepage USING btree (subject_id) WHERE (ended_at IS NULL);
CREATE INDEX phone_pages_open ON public.telephony_phonepage USING btree (until) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX plan_is_on_once ON public.incidents_planactivation USING btree (plan_id) WHERE ((NOT is_rehearsal) AND (restored_at IS NULL));
CREATE INDEX portal_codes_by_age ON public.portal_portalcode USING btree (created_at);
CREATE INDEX portal_helpcentre_organization_id_da11316d ON public.portal_helpcentre USING btree (organization_id);
CREATE INDEX portal_helpcentre_team_id_105128fd ON public.portal_helpcentre USING btree (team_id);
CREATE INDEX portal_helpcentre_type_id_1bed775b ON public.portal_helpcentre USING btree (type_id);
CREATE INDEX portal_portalcode_organization_id_01fa6b09 ON public.portal_portalcode USING btree (organization_id);
CREATE INDEX portal_portalcode_site_id_ce6682bd ON public.portal_portalcode USING btree (site_id);
CREATE INDEX portal_portalcode_ticket_id_6528ab6b ON public.portal_portalcode USING btree (ticket_id);
CREATE INDEX portal_portalticket_organization_id_6f24de64 ON public.portal_portalticket USING btree (organization_id);
CREATE INDEX portal_portalticket_site_id_32153960 ON public.portal_portalticket USING btree (site_id);
CREATE INDEX portal_tickets_by_number ON public.portal_portalticket USING btree (site_id, number);
CREATE INDEX portal_tickets_rated ON public.portal_portalticket USING btree (organization_id, scored_at) WHERE (NOT (score IS NULL));
CREATE INDEX presence_by_start ON public.accounts_presenceinterval USING btree (organization_id, started_at);
CREATE INDEX presence_history ON public.accounts_presenceinterval USING btree (user_id, started_at);
CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);
CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));
CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);
CREATE INDEX rating_items_newest ON public.routing_ratingitem USING btree (organization_id, state, id DESC);
CREATE INDEX ratings_newest ON public.routing_rating USING btree (organization_id, id DESC);
CREATE INDEX receipts_of_user ON public.announcements_receipt USING btree (user_id, announcement_id DESC);
CREATE INDEX recordings_failed ON public.telephony_recording USING btree (created_at DESC) WHERE (NOT ((failure)::text = ''::text));
CREATE INDEX relations_of_other ON public.tickets_ticketrelation USING btree (other_id);
CREATE INDEX replies_in_order ON public.replies_quickreply USING btree (organization_id, folder, "position", id);
CREATE INDEX replies_quickreply_brand_id_62252777 ON public.replies_quickreply USING btree (brand_id);
CREATE INDEX replies_quickreply_disposition_id_262483d2 ON public.replies_quickreply USING btree (disposition_id);
CREATE INDEX replies_quickreply_organization_id_dd19c1da ON public.replies_quickreply USING btree (organization_id);
CREATE INDEX replies_quickreply_owner_id_8403726b ON public.replies_quickreply USING btree (owner_id);
CREATE INDEX replies_quickreply_queue_id_b2038119 ON public.replies_quickreply USING btree (queue_id);
CREATE INDEX replies_quickreply_team_id_fe606572 ON public.replies_quickreply USING btree (team_id);
CREATE UNIQUE INDEX reply_code_once ON public.replies_quickreply USING btree (organization_id, owner_id, team_id, brand_id, queue_id, code) NULLS NOT DISTINCT WHERE (NOT ((code)::text = ''::text));
CREATE INDEX routing_contact_agent_id_b4d532d1 ON public.routing_contact USING btree (agent_id);
CREATE INDEX routing_contact_brand_id_8484e0bf ON public.routing_contact USING btree (brand_id);
CREATE INDEX routing_contact_disposition_id_daebad4e ON public.routing_contact USING btree (disposition_id);
CREATE INDEX routing_contact_organization_id_e2a0d756 ON public.routing_contact USING btree (organization_id);
CREATE INDEX routing_contact_queue_id_7e30afeb ON public.routing_contact USING btree (queue_id);
CREATE INDEX routing_decision_chosen_id_a4e172c2 ON public.routing_decision USING btree (chosen_id);
CREATE INDEX routing_decision_organization_id_fbd07c80 ON public.routing_decision USING btree (organization_id);
CREATE INDEX routing_decision_work_item_id_e38c17de ON public.routing_decision USING btree (work_item_id);
CREATE INDEX routing_disposition_organization_id_b742c6dc ON public.routing_disposition USING btree (organization_id);
CREATE INDEX routing_disposition_parent_id_b6821e8e ON public.routing_disposition USING btree (parent_id);
CREATE INDEX routing_miss_organization_id_d76bfedc ON public.routing_miss USING btree (organization_id);
CREATE INDEX routing_miss_user_id_a4fa5e66 ON public.routing_miss USING btree (user_id);
CREATE INDEX routing_miss_work_item_id_25b0de77 ON public.routing_miss USING btree (work_item_id);
CREATE INDEX routing_parking_contact_id_404f81c7 ON public.routing_parking USING btree (contact_id);
CREATE INDEX routing_parking_organization_id_3b54c0cc ON public.routing_parking USING btree (organization_id);
CREATE INDEX routing_queue_brand_id_fdab29cd ON public.routing_queue USING btree (brand_id);
CREATE INDEX routing_queue_calendar_id_61e37eb0 ON public.routing_queue USING btree (calendar_id);
CREATE INDEX routing_queue_organization_id_9bcf0ed6 ON public.routing_queue USING btree (organization_id);
CREATE INDEX routing_queue_overflow_queue_id_55efc674 ON public.routing_queue USING btree (overflow_queue_id);
CREATE INDEX routing_rating_agent_id_554d0494 ON public.routing_rating USING btree (agent_id);
CREATE INDEX routing_rating_followed_by_id_0d36e30d ON public.routing_rating USING btree (followed_by_id);
CREATE INDEX routing_rating_organization_id_7a2c5085 ON public.routing_rating USING btree (organization_id);
CREATE INDEX routing_ratingitem_done_by_id_9fef7bf8 ON public.routing_ratingitem USING btree (done_by_id);
CREATE INDEX routing_ratingitem_organization_id_7af80663 ON public.routing_ratingitem USING btree (organization_id);
CREATE INDEX routing_ratingitem_owner_id_9b86b4ed ON public.routing_ratingitem USING btree (owner_id);
CREATE INDEX routing_ratingitem_rating_id_182e323e ON public.routing_ratingitem USING btree (rating_id);
CREATE INDEX routing_ratingitem_reason_id_2e9dd47b ON public.routing_ratingitem USING btree (reason_id);
CREATE INDEX routing_ratingreason_organization_id_4ee760e0 ON public.routing_ratingreason USING btree (organization_id);
CREATE INDEX routing_ratingreason_owner_id_5e86c853 ON public.routing_ratingreason USING btree (owner_id);
CREATE INDEX routing_rush_begun_by_id_e400c2bb ON public.routing_rush USING btree (begun_by_id);
CREATE INDEX routing_rush_brand_id_21b9ce48 ON public.routing_rush USING btree (brand_id);
CREATE INDEX routing_rush_organization_id_f223eab2 ON public.routing_rush USING btree (organization_id);
CREATE INDEX routing_rushtrigger_organization_id_5028f5c8 ON public.routing_rushtrigger USING btree (organization_id);
CREATE INDEX routing_workitem_assignee_id_c333e525 ON public.routing_workitem USING btree (assignee_id);
CREATE INDEX routing_workitem_brand_id_d5ed8870 ON public.routing_workitem USING btree (brand_id);
CREATE INDEX routing_workitem_organization_id_064059ff ON public.routing_workitem USING btree (organization_id);
CREATE INDEX routing_workitem_preferred_id_14bd164e ON public.routing_workitem USING btree (preferred_id);
CREATE INDEX routing_workitem_queue_id_e5b08bc8 ON public.routing_workitem USING btree (queue_id);
CREATE INDEX rules_of_trigger ON public.automations_automationrule USING btree (organization_id, trigger, "position", id);
CREATE INDEX runs_of_contact ON public.scripts_scriptrun USING btree (contact_id, id);
CREATE INDEX scheduled_waiting ON public.conversations_scheduledmessage USING btree (conversation_id) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX scripts_script_brand_id_0a5cbf08 ON public.scripts_script USING btree (brand_id);
CREATE INDEX scripts_script_disposition_id_182e1f34 ON public.scripts_script USING btree (disposition_id);
CREATE INDEX scripts_script_organization_id_57c5e5b6 ON public.scripts_script USING btree (organization_id);
CREATE INDEX scripts_script_published_id_46cbef50 ON public.scripts_script USING btree (published_id);
CREATE INDEX scripts_script_queue_id_ad4e5ee2 ON public.scripts_script USING btree (queue_id);
CREATE INDEX scripts_scriptrun_agent_id_a83a0884 ON public.scripts_scriptrun USING btree (agent_id);
CREATE INDEX scripts_scriptrun_contact_id_01ea0183 ON public.scripts_scriptrun USING btree (contact_id);
CREATE INDEX scripts_scriptrun_organization_id_88f4347a ON public.scripts_scriptrun USING btree (organization_id);
CREATE INDEX scripts_scriptrun_version_id_c3271ccf ON public.scripts_scriptrun USING btree (version_id);
CREATE INDEX scripts_scriptversion_organization_id_4f32c9a6 ON public.scripts_scriptversion USING btree (organization_id);
CREATE INDEX scripts_scriptversion_script_id_3e525c7c ON public.scripts_scriptversion USING btree (script_id);
CREATE INDEX search_tokens ON public.kernel_searchdocument USING gin (tokens);
CREATE INDEX sent_due ON public.mail_sentmail USING btree (due_at) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'sending'::character varying])::text[]));
CREATE INDEX sent_of_conversation ON public.mail_sentmail USING btree (conversation_id, id DESC);
CREATE INDEX sms_from_number ON public.sms_receivedsms USING btree (line_id, number, id DESC);
CREATE INDEX sms_of_line ON public.sms_sms USING btree (line_id, id DESC);
CREATE UNIQUE INDEX sms_received_once ON public.sms_receivedsms USING btree (line_id, reference) WHERE (NOT ((reference)::text = ''::text));
CREATE INDEX sms_receivedsms_line_id_8cc9b3ad ON public.sms_receivedsms USING btree (line_id);
CREATE INDEX sms_receivedsms_organization_id_bad88b74 ON public.sms_receivedsms USING btree (organization_id);
CREATE INDEX sms_sms_line_id_c57263da ON public.sms_sms USING btree (line_id);
CREATE INDEX sms_sms_organization_id_d0976490 ON public.sms_sms USING btree (organization_id);
CREATE INDEX sms_smsline_organization_id_7e0a8f83 ON public.sms_smsline USING btree (organization_id);
CREATE INDEX sms_smsrefusal_organization_id_b5bcf4c1 ON public.sms_smsrefusal USING btree (organization_id);
CREATE INDEX sms_to_number ON public.sms_sms USING btree (organization_id, number, id DESC);
CREATE INDEX sorting_sorting_brand_id_955c6b00 ON public.sorting_sorting USING btree (brand_id);
CREATE INDEX sorting_sorting_corrected_by_id_7dbeefa4 ON public.sorting_sorting USING btree (corrected_by_id);
CREATE INDEX sorting_sorting_corrected_to_id_01534abf ON public.sorting_sorting USING btree (corrected_to_id);
CREATE INDEX sorting_sorting_disposition_id_0e1d883e ON public.sorting_sorting USING btree (disposition_id);
CREATE INDEX sorting_sorting_organization_id_3842517c ON public.sorting_sorting USING btree (organization_id);
CREATE INDEX sorting_sorting_queue_id_e1d3c193 ON public.sorting_sorting USING btree (queue_id);
CREATE INDEX sorting_sortingmodel_organization_id_f163cf34 ON public.sorting_sortingmodel USING btree (organization_id);
CREATE INDEX sorting_sortingroute_brand_id_df4e6a09 ON public.sorting_sortingroute USING btree (brand_id);
CREATE INDEX sorting_sortingroute_disposition_id_92fd3103 ON public.sorting_sortingroute USING btree (disposition_id);
CREATE INDEX sorting_sortingroute_organization_id_fc987cc3 ON public.sorting_sortingroute USING btree (organization_id);
CREATE INDEX sorting_sortingroute_queue_id_b3af723b ON public.sorting_sortingroute USING btree (queue_id);
CREATE INDEX sorting_sortingrule_brand_id_2540c2cc ON public.sorting_sortingrule USING btree (brand_id);
CREATE INDEX sorting_sortingrule_disposition_id_3cee19eb ON public.sorting_sortingrule USING btree (disposition_id);
CREATE INDEX sorting_sortingrule_organization_id_96d4451c ON public.sorting_sortingrule USING btree (organization_id);
CREATE INDEX sortings_corrected ON public.sorting_sorting USING btree (organization_id, corrected_at);
CREATE INDEX telephony_branch_backup_id_7cd88d97 ON public.telephony_branch USING btree (backup_id);
CREATE INDEX telephony_branch_brand_id_62a2bb8e ON public.telephony_branch USING btree (brand_id);
CREATE INDEX telephony_branch_calendar_id_4c357b04 ON public.telephony_branch USING btree (calendar_id);
CREATE INDEX telephony_branch_organization_id_339d4e31 ON public.telephony_branch USING btree (organization_id);
CREATE INDEX telephony_branch_queue_id_94fd5341 ON public.telephony_branch USING btree (queue_id);
CREATE INDEX telephony_call_assignee_id_f0455ccc ON public.telephony_call USING btree (assignee_id);
CREATE INDEX telephony_call_brand_id_88033723 ON public.telephony_call USING btree (brand_id);
CREATE INDEX telephony_call_channel_id_d44db71d_like ON public.telephony_call USING btree (channel_id varchar_pattern_ops);
CREATE INDEX telephony_call_customer_id_f04478b7 ON public.telephony_call USING btree (customer_id);
CREATE INDEX telephony_call_number_id_1d89de4c ON public.telephony_call USING btree (number_id);
CREATE INDEX telephony_call_organization_id_4873a6a4 ON public.telephony_call USING btree (organization_id);
CREATE INDEX telephony_call_queue_id_fae8d79f ON public.telephony_call USING btree (queue_id);
CREATE INDEX telephony_call_trunk_id_179e3ede ON public.telephony_call USING btree (trunk_id);
CREATE INDEX telephony_call_version_id_e5d836b3 ON public.telephony_call USING btree (version_id);
CREATE INDEX telephony_callback_brand_id_53acd337 ON public.telephony_callback USING btree (brand_id);
CREATE INDEX telephony_callback_cancelled_by_id_fed205fd ON public.telephony_callback USING btree (cancelled_by_id);
CREATE INDEX telephony_callback_customer_id_32828614 ON public.telephony_callback USING btree (customer_id);
CREATE INDEX telephony_callback_organization_id_38ee7e0f ON public.telephony_callback USING btree (organization_id);
CREATE INDEX telephony_callback_queue_id_78806f9f ON public.telephony_callback USING btree (queue_id);
CREATE INDEX telephony_callcommand_call_id_7678975c ON public.telephony_callcommand USING btree (call_id);
CREATE INDEX telephony_callcommand_organization_id_3673dd3f ON public.telephony_callcommand USING btree (organization_id);
CREATE INDEX telephony_callflow_brand_id_c7fc5360 ON public.telephony_callflow USING btree (brand_id);
CREATE INDEX telephony_callflow_organization_id_5147d086 ON public.telephony_callflow USING btree (organization_id);
CREATE INDEX telephony_callflow_published_id_d36e895b ON public.telephony_callflow USING btree (published_id);
CREATE INDEX telephony_callinvitation_by_id_6d55069a ON public.telephony_callinvitation USING btree (by_id);
CREATE INDEX telephony_callinvitation_call_id_3b48176a ON public.telephony_callinvitation USING btree (call_id);
CREATE INDEX telephony_callinvitation_organization_id_07723b79 ON public.telephony_callinvitation USING btree (organization_id);
CREATE INDEX telephony_callinvitation_queue_id_9fe36299 ON public.telephony_callinvitation USING btree (queue_id);
CREATE INDEX telephony_callinvitation_user_id_413543fb ON public.telephony_callinvitation USING btree (user_id);
CREATE INDEX telephony_callmoment_call_id_51d3009f ON public.telephony_callmoment USING btree (call_id);
CREATE INDEX telephony_callmoment_organization_id_1d0558d3 ON public.telephony_callmoment USING btree (organization_id);
CREATE INDEX telephony_emergency_begun_by_id_925ead43 ON public.telephony_emergency USING btree (begun_by_id);
CREATE INDEX telephony_emergency_brand_id_12a61fcc ON public.telephony_emergency USING btree (brand_id);
CREATE INDEX telephony_emergency_number_id_05f73e79 ON public.telephony_emergency USING btree (number_id);
CREATE INDEX telephony_emergency_organization_id_933ab405 ON public.telephony_emergency USING btree (organization_id);
CREATE INDEX telephony_emergency_prompt_id_e2f26bf0 ON public.telephony_emergency USING btree (prompt_id);
CREATE INDEX telephony_extension_account_3d6c82b9_like ON public.telephony_extension USING btree (account varchar_pattern_ops);
CREATE INDEX telephony_extension_organization_id_188b5993 ON public.telephony_extension USING btree (organization_id);
CREATE INDEX telephony_extension_shown_id_fb2037b8 ON public.telephony_extension USING btree (shown_id);
CREATE INDEX telephony_flowversion_flow_id_9f27c9b8 ON public.telephony_flowversion USING btree (flow_id);
CREATE INDEX telephony_flowversion_organization_id_390b9283 ON public.telephony_flowversion USING btree (organization_id);
CREATE INDEX telephony_legalhold_organization_id_053216ee ON public.telephony_legalhold USING btree (organization_id);
CREATE INDEX telephony_legalhold_user_id_ff0b3ce9 ON public.telephony_legalhold USING btree (user_id);
CREATE INDEX telephony_phonenumber_away_prompt_id_3d4eaa72 ON public.telephony_phonenumber USING btree (away_prompt_id);
CREATE INDEX telephony_phonenumber_brand_id_ee276b1c ON public.telephony_phonenumber USING btree (brand_id);
CREATE INDEX telephony_phonenumber_calendar_id_b5afa740 ON public.telephony_phonenumber USING btree (calendar_id);
CREATE INDEX telephony_phonenumber_digits_2c398c56_like ON public.telephony_phonenumber USING btree (digits varchar_pattern_ops);
CREATE INDEX telephony_phonenumber_flow_id_79c9b4d6 ON public.telephony_phonenumber USING btree (flow_id);
CREATE INDEX telephony_phonenumber_organization_id_88d22ef2 ON public.telephony_phonenumber USING btree (organization_id);
CREATE INDEX telephony_phonepage_file_id_60683fe0 ON public.telephony_phonepage USING btree (file_id);
CREATE INDEX telephony_phonepage_organization_id_f45b3c28 ON public.telephony_phonepage USING btree (organization_id);
CREATE INDEX telephony_phonepage_user_id_09ef2745 ON public.telephony_phonepage USING btree (user_id);
CREATE INDEX telephony_prompt_brand_id_8bbd0d20 ON public.telephony_prompt USING btree (brand_id);
CREATE INDEX telephony_prompt_file_id_9bbd227c ON public.telephony_prompt USING btree (file_id);
CREATE INDEX telephony_prompt_organization_id_006058c5 ON public.telephony_prompt USING btree (organization_id);
CREATE INDEX telephony_queuemanner_organization_id_f9214eed ON public.telephony_queuemanner USING btree (organization_id);
CREATE INDEX telephony_ratinginvitation_customer_id_c80e0900 ON public.telephony_ratinginvitation USING btree (customer_id);
CREATE INDEX telephony_ratinginvitation_organization_id_6caa45d6 ON public.telephony_ratinginvitation USING btree (organization_id);
CREATE INDEX telephony_ratinginvitation_token_hash_ef0b4e76_like ON public.telephony_ratinginvitation USING btree (token_hash varchar_pattern_ops);
CREATE INDEX telephony_recording_call_id_cee7d87a ON public.telephony_recording USING btree (call_id);
CREATE INDEX telephony_recording_file_id_6cc8d34d ON public.telephony_recording USING btree (file_id);
CREATE INDEX telephony_recording_name_5f6e096d_like ON public.telephony_recording USING btree (name varchar_pattern_ops);
CREATE INDEX telephony_recording_organization_id_54923c99 ON public.telephony_recording USING btree (organization_id);
CREATE INDEX telephony_recordingpack_file_id_6940544f ON public.telephony_recordingpack USING btree (file_id);
CREATE INDEX telephony_recordingpack_organization_id_5853ba3f ON public.telephony_recordingpack USING btree (organization_id);
CREATE INDEX telephony_recordingpack_user_id_f907a698 ON public.telephony_recordingpack USING btree (user_id);
CREATE INDEX telephony_recordingrule_organization_id_4321d53d ON public.telephony_recordingrule USING btree (organization_id);
CREATE INDEX telephony_transcript_edited_by_id_f5799eb4 ON public.telephony_transcript USING btree (edited_by_id);
CREATE INDEX telephony_transcript_organization_id_adfda7ec ON public.telephony_transcript USING btree (organization_id);
CREATE INDEX telephony_trunk_account_a883062d_like ON public.telephony_trunk USING btree (account varchar_pattern_ops);
CREATE INDEX telephony_trunk_organization_id_ed3cff60 ON public.telephony_trunk USING btree (organization_id);
CREATE INDEX telephony_voicemail_file_id_c4dd0c7c ON public.telephony_voicemail USING btree (file_id);
CREATE INDEX telephony_voicemail_organization_id_6823fc1b ON public.telephony_voicemail USING btree (organization_id);
CREATE INDEX telephony_voicemail_queue_id_957e153f ON public.telephony_voicemail USING btree (queue_id);
CREATE INDEX texting_textanswer_organization_id_ebe0bcbd ON public.texting_textanswer USING btree (organization_id);
CREATE INDEX texting_textchannel_organization_id_42cf1796 ON public.texting_textchannel USING btree (organization_id);
CREATE INDEX texting_textchannel_queue_id_caaa556b ON public.texting_textchannel USING btree (queue_id);
CREATE INDEX texting_textthread_organization_id_fa16ea0e ON public.texting_textthread USING btree (organization_id);
CREATE INDEX texts_of_number ON public.texting_textthread USING btree (organization_id, number, id DESC);
CREATE INDEX tickets_approvalrule_organization_id_b43473e6 ON public.tickets_approvalrule USING btree (organization_id);
CREATE INDEX tickets_by_category ON public.tickets_ticket USING btree (organization_id, category, id DESC);
CREATE INDEX tickets_by_due ON public.tickets_ticket USING btree (organization_id, due_at, id) WHERE (due_at IS NOT NULL);
CREATE INDEX tickets_by_tag ON public.tickets_ticket USING gin (tags) WHERE (NOT (tags = '{}'::character varying(30)[]));
CREATE INDEX tickets_checklistitem_done_by_id_717fc3bd ON public.tickets_checklistitem USING btree (done_by_id);
CREATE INDEX tickets_checklistitem_organization_id_88a162bc ON public.tickets_checklistitem USING btree (organization_id);
CREATE INDEX tickets_checklistitem_ticket_id_c17c4cec ON public.tickets_checklistitem USING btree (ticket_id);
CREATE INDEX tickets_merged ON public.tickets_ticket USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL);
CREATE INDEX tickets_nearly_late ON public.tickets_ticket USING btree (organization_id, due_at, id) WHERE (alarm >= 75);
CREATE INDEX tickets_newest ON public.tickets_ticket USING btree (organization_id, id DESC);
CREATE INDEX tickets_of_contact ON public.tickets_ticketlink USING btree (kind, object_id);
CREATE INDEX tickets_of_customer ON public.tickets_ticket USING btree (customer_id, id DESC);
CREATE INDEX tickets_of_owner ON public.tickets_ticket USING btree (owner_id, category, id DESC);
CREATE INDEX tickets_of_parent ON public.tickets_ticket USING btree (parent_id) WHERE (parent_id IS NOT NULL);
CREATE INDEX tickets_on_somebody_s_list ON public.tickets_ticket USING btree (owner_id, is_woken DESC, id DESC) WHERE (((category)::text = ANY ((ARRAY['open'::character varying, 'waiting'::character varying])::text[])) AND (withdrawn_at IS NULL));
CREATE INDEX tickets_plannedanswer_organization_id_d4c76516 ON public.tickets_plannedanswer USING btree (organization_id);
CREATE INDEX tickets_plannedanswer_ticket_id_7a3a75d2 ON public.tickets_plannedanswer USING btree (ticket_id);
CREATE INDEX tickets_plannedanswer_user_id_3232a12a ON public.tickets_plannedanswer USING btree (user_id);
CREATE INDEX tickets_rated_by_customers ON public.tickets_ticket USING btree (organization_id, resolved_at) WHERE ((resolved_at IS NOT NULL) AND ((source)::text = 'portal'::text));
CREATE INDEX tickets_runningtimer_organization_id_23efef3e ON public.tickets_runningtimer USING btree (organization_id);
CREATE INDEX tickets_runningtimer_ticket_id_e94e97f3 ON public.tickets_runningtimer USING btree (ticket_id);
CREATE INDEX tickets_runningtimer_user_id_2d338e48 ON public.tickets_runningtimer USING btree (user_id);
CREATE INDEX tickets_savedview_organization_id_2fbb464f ON public.tickets_savedview USING btree (organization_id);
CREATE INDEX tickets_savedview_owner_id_776a2e82 ON public.tickets_savedview USING btree (owner_id);
CREATE INDEX tickets_savedview_team_id_c64046fb ON public.tickets_savedview USING btree (team_id);
CREATE INDEX tickets_slapolicy_calendar_id_54a06cb5 ON public.tickets_slapolicy USING btree (calendar_id);
CREATE INDEX tickets_slapolicy_organization_id_6d5b85a3 ON public.tickets_slapolicy USING btree (organization_id);
CREATE INDEX tickets_snoozed ON public.tickets_ticket USING btree (snoozed_until) WHERE (snoozed_until IS NOT NULL);
CREATE INDEX tickets_supervised ON public.tickets_ticket USING btree (supervised_until) WHERE ((supervised_until IS NOT NULL) AND (supervision_late_at IS NULL));
CREATE INDEX tickets_ticket_brand_id_61398ff5 ON public.tickets_ticket USING btree (brand_id);
CREATE INDEX tickets_ticket_creator_id_661d0100 ON public.tickets_ticket USING btree (creator_id);
CREATE INDEX tickets_ticket_customer_id_f2d9135a ON public.tickets_ticket USING btree (customer_id);
CREATE INDEX tickets_ticket_giver_id_5d5af535 ON public.tickets_ticket USING btree (giver_id);
CREATE INDEX tickets_ticket_merged_into_id_3a36ad40 ON public.tickets_ticket USING btree (merged_into_id);
CREATE INDEX tickets_ticket_organization_id_7128da48 ON public.tickets_ticket USING btree (organization_id);
CREATE INDEX tickets_ticket_owner_id_40236788 ON public.tickets_ticket USING btree (owner_id);
CREATE INDEX tickets_ticket_parent_id_09dd967f ON public.tickets_ticket USING btree (parent_id);
CREATE INDEX tickets_ticket_split_from_id_7158832a ON public.tickets_ticket USING btree (split_from_id);
CREATE INDEX tickets_ticket_supervisor_id_92784b4d ON public.tickets_ticket USING btree (supervisor_id);
CREATE INDEX tickets_ticket_team_id_5a4e7469 ON public.tickets_ticket USING btree (team_id);
CREATE INDEX tickets_ticket_type_id_13539d32 ON public.tickets_ticket USING btree (type_id);
CREATE INDEX tickets_ticketact_organization_id_665c09cc ON public.tickets_ticketact USING btree (organization_id);
CREATE INDEX tickets_ticketapproval_organization_id_2e3041d7 ON public.tickets_ticketapproval USING btree (organization_id);
CREATE INDEX tickets_ticketapproval_rule_id_013662e0 ON public.tickets_ticketapproval USING btree (rule_id);
CREATE INDEX tickets_ticketapproval_ticket_id_c40e5b8c ON public.tickets_ticketapproval USING btree (ticket_id);
CREATE INDEX tickets_ticketclock_calendar_id_a8dfb39d ON public.tickets_ticketclock USING btree (calendar_id);
CREATE INDEX tickets_ticketclock_organization_id_03fb063d ON public.tickets_ticketclock USING btree (organization_id);
CREATE INDEX tickets_ticketclock_ticket_id_69387033 ON public.tickets_ticketclock USING btree (ticket_id);
CREATE INDEX tickets_ticketentry_organization_id_60ffb0fe ON public.tickets_ticketentry USING btree (organization_id);
CREATE INDEX tickets_ticketentry_ticket_id_52150f8b ON public.tickets_ticketentry USING btree (ticket_id);
CREATE INDEX tickets_ticketlink_organization_id_ab9ce561 ON public.tickets_ticketlink USING btree (organization_id);
CREATE INDEX tickets_ticketlink_ticket_id_f15673e4 ON public.tickets_ticketlink USING btree (ticket_id);
CREATE INDEX tickets_ticketrelation_organization_id_94dd94f9 ON public.tickets_ticketrelation USING btree (organization_id);
CREATE INDEX tickets_ticketrelation_other_id_2444feda ON public.tickets_ticketrelation USING btree (other_id);
CREATE INDEX tickets_ticketrelation_ticket_id_05fd8bed ON public.tickets_ticketrelation USING btree (ticket_id);
CREATE INDEX tickets_tickettype_organization_id_569b02d1 ON public.tickets_tickettype USING btree (organization_id);
CREATE INDEX tickets_tickettype_policy_id_1f968723 ON public.tickets_tickettype USING btree (policy_id);
CREATE INDEX tickets_tickettype_team_id_a8f1873b ON public.tickets_tickettype USING btree (team_id);
CREATE INDEX tickets_ticketwatcher_organization_id_914c3f38 ON public.tickets_ticketwatcher USING btree (organization_id);
CREATE INDEX tickets_ticketwatcher_ticket_id_6c439df9 ON public.tickets_ticketwatcher USING btree (ticket_id);
CREATE INDEX tickets_ticketwatcher_user_id_3159d023 ON public.tickets_ticketwatcher USING btree (user_id);
CREATE INDEX tickets_timeentry_organization_id_2ceba731 ON public.tickets_timeentry USING btree (organization_id);
CREATE INDEX tickets_timeentry_ticket_id_ea54e4ed ON public.tickets_timeentry USING btree (ticket_id);
CREATE INDEX tickets_timeentry_user_id_8b0622d7 ON public.tickets_timeentry USING btree (user_id);
CREATE INDEX tickets_unassigned ON public.tickets_ticket USING btree (organization_id, id DESC) WHERE (((category)::text = 'open'::text) AND (owner_id IS NULL));
CREATE INDEX tickets_unfinished ON public.tickets_ticket USING btree (organization_id, id DESC) WHERE (((category)::text = ANY ((ARRAY['open'::character varying, 'waiting'::character varying])::text[])) AND (withdrawn_at IS NULL));
CREATE INDEX tickets_unfinished_made ON public.tickets_ticket USING btree (creator_id, id DESC) WHERE (((category)::text = ANY ((ARRAY['open'::character varying, 'waiting'::character varying])::text[])) AND (withdrawn_at IS NULL));
CREATE INDEX tickets_unfinished_of_owner ON public.tickets_ticket USING btree (owner_id, id DESC) WHERE (((category)::text = ANY ((ARRAY['open'::character varying, 'waiting'::character varying])::text[])) AND (withdrawn_at IS NULL));
CREATE INDEX tickets_with_tags ON public.tickets_ticket USING btree (organization_id, id DESC) WHERE (NOT (tags = '{}'::character varying(30)[]));
CREATE INDEX time_by_day ON public.tickets_timeentry USING btree (organization_id, worked_at) WHERE (withdrawn_at IS NULL);
CREATE INDEX time_of_ticket ON public.tickets_timeentry USING btree (ticket_id, id DESC);
CREATE INDEX timeline_newest ON public.customers_timelineentry USING btree (customer_id, at DESC, id DESC);
CREATE INDEX turns_by_review ON public.bot_turn USING btree (organization_id, review, id DESC);
CREATE INDEX turns_of_conversation ON public.bot_turn USING btree (conversation_id, id);
CREATE INDEX user_pinyin ON public.accounts_user USING btree (organization_id, pinyin);
CREATE INDEX warned_customer ON public.callers_warningentry USING btree (customer_id);
CREATE INDEX warned_number ON public.callers_warningentry USING btree (organization_id, number) WHERE (NOT ((number)::text = ''::text));
CREATE INDEX warned_visitor ON public.callers_warningentry USING btree (visitor_id);
CREATE INDEX watched_by ON public.tickets_ticketwatcher USING btree (user_id, ticket_id);
CREATE INDEX work_by_assignment ON public.routing_workitem USING btree (organization_id, assigned_at);
CREATE INDEX work_held ON public.routing_workitem USING btree (assignee_id, state) WHERE ((state)::text = ANY ((ARRAY['offered'::character varying, 'assigned'::character varying])::text[]));
CREATE INDEX work_waiting ON public.routing_workitem USING btree (queue_id, priority DESC, queued_at, id) WHERE ((state)::text = 'waiting'::text);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.kernel_auditentry FOR EACH ROW EXECUTE FUNCTION public.kernel_audit_is_append_only();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();
CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();
CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();
CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();
CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();
CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();
ALTER TABLE ONLY public.accounts_apitoken
    ADD CONSTRAINT accounts_apitoken_organization_id_bcea66d7_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_apitoken
    ADD CONSTRAINT accounts_apitoken_user_id_bbee13e0_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_brand
    ADD CONSTRAINT accounts_brand_organization_id_c7e74008_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_breakrequest
    ADD CONSTRAINT accounts_breakreques_decided_by_id_f6d2b5a2_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_breakrequest
    ADD CONSTRAINT accounts_breakreques_organization_id_dae2539a_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_breakrequest
    ADD CONSTRAINT accounts_breakreques_reason_id_30e0db7c_fk_accounts_ FOREIGN KEY (reason_id) REFERENCES public.accounts_presencereason(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_breakrequest
    ADD CONSTRAINT accounts_breakrequest_user_id_6070ba70_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_created_by_id_e6097355_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_organization_id_2be75950_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_role_id_6e595326_fk_accounts_role_id FOREIGN KEY (role_id) REFERENCES public.accounts_role(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_team_id_a42a47a0_fk_accounts_team_id FOREIGN KEY (team_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_organization_id_936776de_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_team_id_c9c6c909_fk_accounts_team_id FOREIGN KEY (team_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_user_id_487fb39e_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_presence
    ADD CONSTRAINT accounts_presence_organization_id_cc692f2a_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_presence
    ADD CONSTRAINT accounts_presence_reason_id_5dc5ed1e_fk_accounts_ FOREIGN KEY (reason_id) REFERENCES public.accounts_presencereason(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_presence
    ADD CONSTRAINT accounts_presence_user_id_b180cd0e_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_presenceinterval
    ADD CONSTRAINT accounts_presenceint_organization_id_81fb3cdf_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_presenceinterval
    ADD CONSTRAINT accounts_presenceint_reason_id_7b66954f_fk_accounts_ FOREIGN KEY (reason_id) REFERENCES public.accounts_presencereason(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_presenceinterval
    ADD CONSTRAINT accounts_presenceinterval_by_id_53e76eb9_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_presenceinterval
    ADD CONSTRAINT accounts_presenceinterval_user_id_6b0ffbe1_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_presencereason
    ADD CONSTRAINT accounts_presencerea_organization_id_2cd7f56c_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_ramp
    ADD CONSTRAINT accounts_ramp_begun_by_id_f19660e9_fk_accounts_user_id FOREIGN KEY (begun_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_ramp
    ADD CONSTRAINT accounts_ramp_organization_id_0195e08b_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_ramp
    ADD CONSTRAINT accounts_ramp_user_id_1a8e5429_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_role
    ADD CONSTRAINT accounts_role_organization_id_f36e53fe_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_skill
    ADD CONSTRAINT accounts_skill_organization_id_a17d34b5_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_team
    ADD CONSTRAINT accounts_team_organization_id_bf0a6adc_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_team
    ADD CONSTRAINT accounts_team_parent_id_6c6f6e1c_fk_accounts_team_id FOREIGN KEY (parent_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_organization_id_d808f5ca_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_role_id_a6dd19b0_fk_accounts_role_id FOREIGN KEY (role_id) REFERENCES public.accounts_role(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_userskill
    ADD CONSTRAINT accounts_userskill_organization_id_04fbb45a_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_userskill
    ADD CONSTRAINT accounts_userskill_skill_id_fcd2ed0d_fk_accounts_skill_id FOREIGN KEY (skill_id) REFERENCES public.accounts_skill(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_userskill
    ADD CONSTRAINT accounts_userskill_user_id_bd5ff23c_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.analytics_export
    ADD CONSTRAINT analytics_export_organization_id_e33b1c8f_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.analytics_export
    ADD CONSTRAINT analytics_export_user_id_81bbf586_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.analytics_target
    ADD CONSTRAINT analytics_target_organization_id_949c7f67_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.analytics_wallboard
    ADD CONSTRAINT analytics_wallboard_created_by_id_545dd6e1_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.analytics_wallboard
    ADD CONSTRAINT analytics_wallboard_organization_id_87b5a6c4_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.announcements_announcement
    ADD CONSTRAINT announcements_announ_author_id_47b59c69_fk_accounts_ FOREIGN KEY (author_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.announcements_announcement
    ADD CONSTRAINT announcements_announ_brand_id_7bb77cb7_fk_accounts_ FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.announcements_announcement
    ADD CONSTRAINT announcements_announ_organization_id_d07acab9_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.announcements_receipt
    ADD CONSTRAINT announcements_receip_announcement_id_9c1dbcf7_fk_announcem FOREIGN KEY (announcement_id) REFERENCES public.announcements_announcement(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.announcements_receipt
    ADD CONSTRAINT announcements_receip_organization_id_9b5ddad3_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.announcements_receipt
    ADD CONSTRAINT announcements_receipt_user_id_bfe38a78_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.automations_automationrule
    ADD CONSTRAINT automations_automati_organization_id_5347a0d3_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.automations_macro
    ADD CONSTRAINT automations_macro_organization_id_7a074904_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.automations_macro
    ADD CONSTRAINT automations_macro_owner_id_9079e3e1_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.automations_macro
    ADD CONSTRAINT automations_macro_team_id_9e1867bb_fk_accounts_team_id FOREIGN KEY (team_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.automations_rulefiring
    ADD CONSTRAINT automations_rulefiri_organization_id_4d20d6e0_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.automations_rulefiring
    ADD CONSTRAINT automations_rulefiri_rule_id_8278c0cb_fk_automatio FOREIGN KEY (rule_id) REFERENCES public.automations_automationrule(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.automations_rulefiring
    ADD CONSTRAINT automations_rulefiring_ticket_id_1e470dba_fk_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_botsettings
    ADD CONSTRAINT bot_botsettings_organization_id_c58f7c24_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_botsettings
    ADD CONSTRAINT bot_botsettings_site_id_0f1d13f8_fk_conversations_site_id FOREIGN KEY (site_id) REFERENCES public.conversations_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_calibration
    ADD CONSTRAINT bot_calibration_brand_id_6a23fbff_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_calibration
    ADD CONSTRAINT bot_calibration_organization_id_7fe7ee99_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_flow
    ADD CONSTRAINT bot_flow_brand_id_7dfb4011_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_flow
    ADD CONSTRAINT bot_flow_organization_id_fab92e1c_fk_kernel_organization_id FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_flow
    ADD CONSTRAINT bot_flow_published_id_dc153883_fk_bot_flowversion_id FOREIGN KEY (published_id) REFERENCES public.bot_flowversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_flowrun
    ADD CONSTRAINT bot_flowrun_conversation_id_4fae9a86_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_flowrun
    ADD CONSTRAINT bot_flowrun_organization_id_7aff78e8_fk_kernel_organization_id FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_flowrun
    ADD CONSTRAINT bot_flowrun_version_id_6d885e99_fk_bot_flowversion_id FOREIGN KEY (version_id) REFERENCES public.bot_flowversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_flowversion
    ADD CONSTRAINT bot_flowversion_flow_id_5f396c28_fk_bot_flow_id FOREIGN KEY (flow_id) REFERENCES public.bot_flow(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_flowversion
    ADD CONSTRAINT bot_flowversion_organization_id_1c78d1a5_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_provider
    ADD CONSTRAINT bot_provider_organization_id_e9201c9c_fk_kernel_organization_id FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_provideruse
    ADD CONSTRAINT bot_provideruse_organization_id_45f3497a_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_tuning
    ADD CONSTRAINT bot_tuning_brand_id_c727a675_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_tuning
    ADD CONSTRAINT bot_tuning_in_use_id_1ede9c9b_fk_bot_calibration_id FOREIGN KEY (in_use_id) REFERENCES public.bot_calibration(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_tuning
    ADD CONSTRAINT bot_tuning_organization_id_c712f7e0_fk_kernel_organization_id FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_turn
    ADD CONSTRAINT bot_turn_article_id_4caa6cd8_fk_knowledge_article_id FOREIGN KEY (article_id) REFERENCES public.knowledge_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_turn
    ADD CONSTRAINT bot_turn_conversation_id_edc61a0e_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_turn
    ADD CONSTRAINT bot_turn_corrected_id_f0e9d400_fk_knowledge_article_id FOREIGN KEY (corrected_id) REFERENCES public.knowledge_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_turn
    ADD CONSTRAINT bot_turn_organization_id_46cbabd3_fk_kernel_organization_id FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bot_turn
    ADD CONSTRAINT bot_turn_picked_id_5208d1bc_fk_knowledge_article_id FOREIGN KEY (picked_id) REFERENCES public.knowledge_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bulletins_bulletin
    ADD CONSTRAINT bulletins_bulletin_brand_id_6575670a_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bulletins_bulletin
    ADD CONSTRAINT bulletins_bulletin_organization_id_16682995_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calendars_calendar
    ADD CONSTRAINT calendars_calendar_organization_id_5bcbb864_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calendars_calendarday
    ADD CONSTRAINT calendars_calendarda_calendar_id_e0032dfa_fk_calendars FOREIGN KEY (calendar_id) REFERENCES public.calendars_calendar(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calendars_calendarday
    ADD CONSTRAINT calendars_calendarda_organization_id_0a43a697_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.callers_dutyshift
    ADD CONSTRAINT callers_dutyshift_organization_id_671c80aa_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.callers_dutyshift
    ADD CONSTRAINT callers_dutyshift_user_id_a27d8591_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.callers_warningentry
    ADD CONSTRAINT callers_warningentry_added_by_id_0b79fd23_fk_accounts_user_id FOREIGN KEY (added_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.callers_warningentry
    ADD CONSTRAINT callers_warningentry_brand_id_57194171_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.callers_warningentry
    ADD CONSTRAINT callers_warningentry_customer_id_8be2384c_fk_customers FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.callers_warningentry
    ADD CONSTRAINT callers_warningentry_organization_id_bd18e958_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_connection
    ADD CONSTRAINT connectors_connectio_organization_id_4d8b518c_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_connection
    ADD CONSTRAINT connectors_connection_brand_id_3f980868_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_coupongrant
    ADD CONSTRAINT connectors_coupongra_customer_id_056413a4_fk_customers FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_coupongrant
    ADD CONSTRAINT connectors_coupongra_organization_id_47e51fe2_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_coupongrant
    ADD CONSTRAINT connectors_coupongrant_brand_id_93dbd5e9_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_democoupon
    ADD CONSTRAINT connectors_democoupo_organization_id_790128be_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_democoupon
    ADD CONSTRAINT connectors_democoupon_brand_id_2c0495ec_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_demoorder
    ADD CONSTRAINT connectors_demoorder_brand_id_faa0262a_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_demoorder
    ADD CONSTRAINT connectors_demoorder_organization_id_cb804f66_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_assignee_id_e845f644_fk_accounts_ FOREIGN KEY (assignee_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_brand_id_0985e90f_fk_accounts_ FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_customer_id_afb78c4a_fk_customers FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_expected_disposition_7e7ff1b2_fk_routing_d FOREIGN KEY (expected_disposition_id) REFERENCES public.routing_disposition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_organization_id_474f7c7e_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_previous_id_6d1b51de_fk_conversat FOREIGN KEY (previous_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_queue_id_db181c24_fk_routing_q FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_site_id_a779d40a_fk_conversat FOREIGN KEY (site_id) REFERENCES public.conversations_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_conversation
    ADD CONSTRAINT conversations_conver_visitor_id_3f2b641c_fk_conversat FOREIGN KEY (visitor_id) REFERENCES public.conversations_visitor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_doorpolicy
    ADD CONSTRAINT conversations_doorpo_organization_id_33b830af_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_doorpolicy
    ADD CONSTRAINT conversations_doorpolicy_brand_id_90bf7b0d_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_draft
    ADD CONSTRAINT conversations_draft_conversation_id_8be0ce8b_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_draft
    ADD CONSTRAINT conversations_draft_organization_id_8623d358_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_draft
    ADD CONSTRAINT conversations_draft_user_id_e1d14b28_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_mention
    ADD CONSTRAINT conversations_mentio_conversation_id_aa3de93d_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_mention
    ADD CONSTRAINT conversations_mentio_organization_id_5814d039_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_mention
    ADD CONSTRAINT conversations_mention_user_id_def30b73_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT conversations_messag_conversation_id_f1a2d5e9_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT conversations_messag_organization_id_818b9f0b_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_pageview
    ADD CONSTRAINT conversations_pagevi_organization_id_dc69b004_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_pageview
    ADD CONSTRAINT conversations_pagevi_visitor_id_62ee2c80_fk_conversat FOREIGN KEY (visitor_id) REFERENCES public.conversations_visitor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_scheduledmessage
    ADD CONSTRAINT conversations_schedu_conversation_id_e7b3a877_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_scheduledmessage
    ADD CONSTRAINT conversations_schedu_organization_id_a5c2fdc9_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_scheduledmessage
    ADD CONSTRAINT conversations_schedu_user_id_050edac9_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_site
    ADD CONSTRAINT conversations_site_brand_id_2c6b1dba_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_site
    ADD CONSTRAINT conversations_site_calendar_id_cfb8f7e3_fk_calendars FOREIGN KEY (calendar_id) REFERENCES public.calendars_calendar(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_site
    ADD CONSTRAINT conversations_site_logo_id_7dd94d12_fk_kernel_storedfile_id FOREIGN KEY (logo_id) REFERENCES public.kernel_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_site
    ADD CONSTRAINT conversations_site_organization_id_953dd27c_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_site
    ADD CONSTRAINT conversations_site_queue_id_d384ef6e_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_visitor
    ADD CONSTRAINT conversations_visito_customer_id_7c5dca4c_fk_customers FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_visitor
    ADD CONSTRAINT conversations_visito_organization_id_3f47fea7_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_visitor
    ADD CONSTRAINT conversations_visitor_brand_id_45ad076a_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_visitor
    ADD CONSTRAINT conversations_visitor_site_id_6df47c2a_fk_conversations_site_id FOREIGN KEY (site_id) REFERENCES public.conversations_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_customer
    ADD CONSTRAINT customers_customer_brand_id_1e4af62a_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_customer
    ADD CONSTRAINT customers_customer_organization_id_dc486906_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_identity
    ADD CONSTRAINT customers_identity_brand_id_28859de2_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_identity
    ADD CONSTRAINT customers_identity_customer_id_b1e21f37_fk_customers FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_identity
    ADD CONSTRAINT customers_identity_organization_id_510126c2_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_timelineentry
    ADD CONSTRAINT customers_timelineen_customer_id_5708f781_fk_customers FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers_timelineentry
    ADD CONSTRAINT customers_timelineen_organization_id_9e731b4b_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guarding_blockrequest
    ADD CONSTRAINT guarding_blockreques_conversation_id_46f00c98_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guarding_blockrequest
    ADD CONSTRAINT guarding_blockreques_decided_by_id_c632c2e9_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guarding_blockrequest
    ADD CONSTRAINT guarding_blockreques_organization_id_0682a666_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guarding_blockrequest
    ADD CONSTRAINT guarding_blockrequest_asked_by_id_43980085_fk_accounts_user_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guarding_blockrequest
    ADD CONSTRAINT guarding_blockrequest_call_id_3a6ff5e4_fk_telephony_call_id FOREIGN KEY (call_id) REFERENCES public.telephony_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.imports_importedrecord
    ADD CONSTRAINT imports_importedreco_organization_id_1fc1b308_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.imports_importedrecord
    ADD CONSTRAINT imports_importedrecord_run_id_2224983e_fk_imports_importrun_id FOREIGN KEY (run_id) REFERENCES public.imports_importrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.imports_importmapping
    ADD CONSTRAINT imports_importmappin_organization_id_1b2812f5_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.imports_importreject
    ADD CONSTRAINT imports_importreject_organization_id_1b7e0828_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.imports_importreject
    ADD CONSTRAINT imports_importreject_run_id_e802a478_fk_imports_importrun_id FOREIGN KEY (run_id) REFERENCES public.imports_importrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.imports_importrun
    ADD CONSTRAINT imports_importrun_organization_id_5f02f139_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.imports_importrun
    ADD CONSTRAINT imports_importrun_user_id_7dc31a92_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_detectionrule
    ADD CONSTRAINT incidents_detectionr_organization_id_c4df0ec8_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_emergencyplan
    ADD CONSTRAINT incidents_emergencyp_number_id_bef4e83f_fk_telephony FOREIGN KEY (number_id) REFERENCES public.telephony_phonenumber(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_emergencyplan
    ADD CONSTRAINT incidents_emergencyp_organization_id_d78050c4_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_emergencyplan
    ADD CONSTRAINT incidents_emergencyp_prompt_id_ac14f362_fk_telephony FOREIGN KEY (prompt_id) REFERENCES public.telephony_prompt(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_emergencyplan
    ADD CONSTRAINT incidents_emergencyplan_brand_id_5eb4cfe3_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_brand_id_3feed935_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_cause_id_92aecc2c_fk_incidents FOREIGN KEY (cause_id) REFERENCES public.incidents_incidentcause(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_closed_by_id_f52b1596_fk_accounts_user_id FOREIGN KEY (closed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_confirmed_by_id_6b2221ea_fk_accounts_user_id FOREIGN KEY (confirmed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_measure_owner_id_7b4c96fe_fk_accounts_ FOREIGN KEY (measure_owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_opened_by_id_06ceaa88_fk_accounts_user_id FOREIGN KEY (opened_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_organization_id_63de570a_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_owner_id_97ff23b2_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_rule_id_657a6903_fk_incidents FOREIGN KEY (rule_id) REFERENCES public.incidents_detectionrule(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incidentcause
    ADD CONSTRAINT incidents_incidentca_organization_id_9cabfe86_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incidententry
    ADD CONSTRAINT incidents_incidenten_incident_id_78cd1af7_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incidententry
    ADD CONSTRAINT incidents_incidenten_organization_id_445be953_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incidentlink
    ADD CONSTRAINT incidents_incidentli_conversation_id_d03e40fd_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incidentlink
    ADD CONSTRAINT incidents_incidentli_incident_id_b08d6ece_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incidentlink
    ADD CONSTRAINT incidents_incidentli_organization_id_948ce5c4_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incidentlink
    ADD CONSTRAINT incidents_incidentlink_call_id_3246d040_fk_telephony_call_id FOREIGN KEY (call_id) REFERENCES public.telephony_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incidentlink
    ADD CONSTRAINT incidents_incidentlink_ticket_id_e5ad9f51_fk_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incidentpage
    ADD CONSTRAINT incidents_incidentpa_incident_id_b69a6777_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incidentpage
    ADD CONSTRAINT incidents_incidentpa_organization_id_bd0c331d_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incidentpage
    ADD CONSTRAINT incidents_incidentpage_user_id_4b421a07_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incidentpolicy
    ADD CONSTRAINT incidents_incidentpo_organization_id_f870e098_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_planactivation
    ADD CONSTRAINT incidents_planactiva_begun_by_id_eed50399_fk_accounts_ FOREIGN KEY (begun_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_planactivation
    ADD CONSTRAINT incidents_planactiva_incident_id_895bc07f_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_planactivation
    ADD CONSTRAINT incidents_planactiva_organization_id_305886c5_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_planactivation
    ADD CONSTRAINT incidents_planactiva_plan_id_0d72a6ad_fk_incidents FOREIGN KEY (plan_id) REFERENCES public.incidents_emergencyplan(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_planactivation
    ADD CONSTRAINT incidents_planactiva_restored_by_id_cf784118_fk_accounts_ FOREIGN KEY (restored_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_planactivation
    ADD CONSTRAINT incidents_planactivation_brand_id_3aa9f1f7_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.integrations_grouprobot
    ADD CONSTRAINT integrations_groupro_organization_id_4e505868_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.integrations_robotmessage
    ADD CONSTRAINT integrations_robotme_organization_id_0255d5cf_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.integrations_robotmessage
    ADD CONSTRAINT integrations_robotme_robot_id_75c642b2_fk_integrati FOREIGN KEY (robot_id) REFERENCES public.integrations_grouprobot(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.kernel_auditentry
    ADD CONSTRAINT kernel_auditentry_organization_id_88f95a5b_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.kernel_block
    ADD CONSTRAINT kernel_block_organization_id_da4845dd_fk_kernel_organization_id FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.kernel_searchdocument
    ADD CONSTRAINT kernel_searchdocumen_organization_id_faab1154_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.kernel_storedfile
    ADD CONSTRAINT kernel_storedfile_organization_id_3903589e_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.knowledge_article
    ADD CONSTRAINT knowledge_article_brand_id_0bf6c870_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.knowledge_article
    ADD CONSTRAINT knowledge_article_category_id_e125b641_fk_knowledge_category_id FOREIGN KEY (category_id) REFERENCES public.knowledge_category(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.knowledge_article
    ADD CONSTRAINT knowledge_article_organization_id_bd84358e_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.knowledge_article
    ADD CONSTRAINT knowledge_article_owner_id_b40ac797_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.knowledge_article
    ADD CONSTRAINT knowledge_article_updated_by_id_cecf9e06_fk_accounts_user_id FOREIGN KEY (updated_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.knowledge_articleversion
    ADD CONSTRAINT knowledge_articlever_article_id_cba279b4_fk_knowledge FOREIGN KEY (article_id) REFERENCES public.knowledge_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.knowledge_articleversion
    ADD CONSTRAINT knowledge_articlever_organization_id_32956b99_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.knowledge_articleversion
    ADD CONSTRAINT knowledge_articleversion_editor_id_edcba4dc_fk_accounts_user_id FOREIGN KEY (editor_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.knowledge_category
    ADD CONSTRAINT knowledge_category_brand_id_b29ce6d9_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.knowledge_category
    ADD CONSTRAINT knowledge_category_organization_id_275bbbc8_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.knowledge_category
    ADD CONSTRAINT knowledge_category_parent_id_653c6277_fk_knowledge_category_id FOREIGN KEY (parent_id) REFERENCES public.knowledge_category(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.knowledge_revision
    ADD CONSTRAINT knowledge_revision_brand_id_4dee0ca0_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.knowledge_revision
    ADD CONSTRAINT knowledge_revision_organization_id_01d1bee7_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.knowledge_similarquestion
    ADD CONSTRAINT knowledge_similarque_article_id_7960be23_fk_knowledge FOREIGN KEY (article_id) REFERENCES public.knowledge_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.knowledge_similarquestion
    ADD CONSTRAINT knowledge_similarque_organization_id_0419aaef_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mail_mailbox
    ADD CONSTRAINT mail_mailbox_brand_id_70ac8b54_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mail_mailbox
    ADD CONSTRAINT mail_mailbox_organization_id_3422bb68_fk_kernel_organization_id FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mail_mailbox
    ADD CONSTRAINT mail_mailbox_queue_id_21716a5f_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mail_mailthread
    ADD CONSTRAINT mail_mailthread_conversation_id_961856fd_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mail_mailthread
    ADD CONSTRAINT mail_mailthread_mailbox_id_1477c00b_fk_mail_mailbox_id FOREIGN KEY (mailbox_id) REFERENCES public.mail_mailbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mail_mailthread
    ADD CONSTRAINT mail_mailthread_organization_id_d848fbf2_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mail_receivedmail
    ADD CONSTRAINT mail_receivedmail_conversation_id_f23ca137_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mail_receivedmail
    ADD CONSTRAINT mail_receivedmail_mailbox_id_877e8186_fk_mail_mailbox_id FOREIGN KEY (mailbox_id) REFERENCES public.mail_mailbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mail_receivedmail
    ADD CONSTRAINT mail_receivedmail_organization_id_4a60776b_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mail_receivedmail
    ADD CONSTRAINT mail_receivedmail_raw_id_5ee77ced_fk_kernel_storedfile_id FOREIGN KEY (raw_id) REFERENCES public.kernel_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mail_receivedmail
    ADD CONSTRAINT mail_receivedmail_settled_by_id_862183b4_fk_accounts_user_id FOREIGN KEY (settled_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mail_sentmail
    ADD CONSTRAINT mail_sentmail_author_id_279f697b_fk_accounts_user_id FOREIGN KEY (author_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mail_sentmail
    ADD CONSTRAINT mail_sentmail_conversation_id_4b148b0d_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mail_sentmail
    ADD CONSTRAINT mail_sentmail_mailbox_id_12537574_fk_mail_mailbox_id FOREIGN KEY (mailbox_id) REFERENCES public.mail_mailbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mail_sentmail
    ADD CONSTRAINT mail_sentmail_organization_id_865b988c_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.missed_missedcall
    ADD CONSTRAINT missed_missedcall_assignee_id_eccc9e1f_fk_accounts_user_id FOREIGN KEY (assignee_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.missed_missedcall
    ADD CONSTRAINT missed_missedcall_brand_id_849372e4_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.missed_missedcall
    ADD CONSTRAINT missed_missedcall_closed_by_id_81fa8e5f_fk_accounts_user_id FOREIGN KEY (closed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.missed_missedcall
    ADD CONSTRAINT missed_missedcall_customer_id_ad765028_fk_customers_customer_id FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.missed_missedcall
    ADD CONSTRAINT missed_missedcall_last_call_id_3ab63e02_fk_telephony_call_id FOREIGN KEY (last_call_id) REFERENCES public.telephony_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.missed_missedcall
    ADD CONSTRAINT missed_missedcall_organization_id_b7dd50f1_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.missed_missedcall
    ADD CONSTRAINT missed_missedcall_queue_id_6d538e75_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_organization_id_2fa7b293_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_user_id_62c74e71_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_helpcentre
    ADD CONSTRAINT portal_helpcentre_organization_id_da11316d_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_helpcentre
    ADD CONSTRAINT portal_helpcentre_site_id_b3934e93_fk_conversations_site_id FOREIGN KEY (site_id) REFERENCES public.conversations_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_helpcentre
    ADD CONSTRAINT portal_helpcentre_team_id_105128fd_fk_accounts_team_id FOREIGN KEY (team_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_helpcentre
    ADD CONSTRAINT portal_helpcentre_type_id_1bed775b_fk_tickets_tickettype_id FOREIGN KEY (type_id) REFERENCES public.tickets_tickettype(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_portalcode
    ADD CONSTRAINT portal_portalcode_organization_id_01fa6b09_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_portalcode
    ADD CONSTRAINT portal_portalcode_site_id_ce6682bd_fk_conversations_site_id FOREIGN KEY (site_id) REFERENCES public.conversations_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_portalcode
    ADD CONSTRAINT portal_portalcode_ticket_id_6528ab6b_fk_portal_portalticket_id FOREIGN KEY (ticket_id) REFERENCES public.portal_portalticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_portalticket
    ADD CONSTRAINT portal_portalticket_organization_id_6f24de64_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_portalticket
    ADD CONSTRAINT portal_portalticket_site_id_32153960_fk_conversations_site_id FOREIGN KEY (site_id) REFERENCES public.conversations_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_portalticket
    ADD CONSTRAINT portal_portalticket_ticket_id_1de5da0e_fk_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);
ALTER TABLE ONLY public.replies_quickreply
    ADD CONSTRAINT replies_quickreply_brand_id_62252777_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.replies_quickreply
    ADD CONSTRAINT replies_quickreply_disposition_id_262483d2_fk_routing_d FOREIGN KEY (disposition_id) REFERENCES public.routing_disposition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.replies_quickreply
    ADD CONSTRAINT replies_quickreply_organization_id_dd19c1da_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.replies_quickreply
    ADD CONSTRAINT replies_quickreply_owner_id_8403726b_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.replies_quickreply
    ADD CONSTRAINT replies_quickreply_queue_id_b2038119_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.replies_quickreply
    ADD CONSTRAINT replies_quickreply_team_id_fe606572_fk_accounts_team_id FOREIGN KEY (team_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_contact
    ADD CONSTRAINT routing_contact_agent_id_b4d532d1_fk_accounts_user_id FOREIGN KEY (agent_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_contact
    ADD CONSTRAINT routing_contact_brand_id_8484e0bf_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_contact
    ADD CONSTRAINT routing_contact_disposition_id_daebad4e_fk_routing_d FOREIGN KEY (disposition_id) REFERENCES public.routing_disposition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_contact
    ADD CONSTRAINT routing_contact_organization_id_e2a0d756_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_contact
    ADD CONSTRAINT routing_contact_queue_id_7e30afeb_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_decision
    ADD CONSTRAINT routing_decision_chosen_id_a4e172c2_fk_accounts_user_id FOREIGN KEY (chosen_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_decision
    ADD CONSTRAINT routing_decision_organization_id_fbd07c80_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_decision
    ADD CONSTRAINT routing_decision_work_item_id_e38c17de_fk_routing_workitem_id FOREIGN KEY (work_item_id) REFERENCES public.routing_workitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_disposition
    ADD CONSTRAINT routing_disposition_organization_id_b742c6dc_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_disposition
    ADD CONSTRAINT routing_disposition_parent_id_b6821e8e_fk_routing_d FOREIGN KEY (parent_id) REFERENCES public.routing_disposition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_miss
    ADD CONSTRAINT routing_miss_organization_id_d76bfedc_fk_kernel_organization_id FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_miss
    ADD CONSTRAINT routing_miss_user_id_a4fa5e66_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_miss
    ADD CONSTRAINT routing_miss_work_item_id_25b0de77_fk_routing_workitem_id FOREIGN KEY (work_item_id) REFERENCES public.routing_workitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_parking
    ADD CONSTRAINT routing_parking_contact_id_404f81c7_fk_routing_contact_id FOREIGN KEY (contact_id) REFERENCES public.routing_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_parking
    ADD CONSTRAINT routing_parking_organization_id_3b54c0cc_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_queue
    ADD CONSTRAINT routing_queue_brand_id_fdab29cd_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_queue
    ADD CONSTRAINT routing_queue_calendar_id_61e37eb0_fk_calendars_calendar_id FOREIGN KEY (calendar_id) REFERENCES public.calendars_calendar(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_queue
    ADD CONSTRAINT routing_queue_organization_id_9bcf0ed6_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_queue
    ADD CONSTRAINT routing_queue_overflow_queue_id_55efc674_fk_routing_queue_id FOREIGN KEY (overflow_queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_rating
    ADD CONSTRAINT routing_rating_agent_id_554d0494_fk_accounts_user_id FOREIGN KEY (agent_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_rating
    ADD CONSTRAINT routing_rating_contact_id_7b35ef39_fk_routing_contact_id FOREIGN KEY (contact_id) REFERENCES public.routing_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_rating
    ADD CONSTRAINT routing_rating_followed_by_id_0d36e30d_fk_accounts_user_id FOREIGN KEY (followed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_rating
    ADD CONSTRAINT routing_rating_organization_id_7a2c5085_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_ratingitem
    ADD CONSTRAINT routing_ratingitem_done_by_id_9fef7bf8_fk_accounts_user_id FOREIGN KEY (done_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_ratingitem
    ADD CONSTRAINT routing_ratingitem_organization_id_7af80663_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_ratingitem
    ADD CONSTRAINT routing_ratingitem_owner_id_9b86b4ed_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_ratingitem
    ADD CONSTRAINT routing_ratingitem_rating_id_182e323e_fk_routing_rating_id FOREIGN KEY (rating_id) REFERENCES public.routing_rating(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_ratingitem
    ADD CONSTRAINT routing_ratingitem_reason_id_2e9dd47b_fk_routing_r FOREIGN KEY (reason_id) REFERENCES public.routing_ratingreason(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_ratingreason
    ADD CONSTRAINT routing_ratingreason_organization_id_4ee760e0_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_ratingreason
    ADD CONSTRAINT routing_ratingreason_owner_id_5e86c853_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_rush
    ADD CONSTRAINT routing_rush_begun_by_id_e400c2bb_fk_accounts_user_id FOREIGN KEY (begun_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_rush
    ADD CONSTRAINT routing_rush_brand_id_21b9ce48_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_rush
    ADD CONSTRAINT routing_rush_organization_id_f223eab2_fk_kernel_organization_id FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_rushtrigger
    ADD CONSTRAINT routing_rushtrigger_organization_id_5028f5c8_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_workitem
    ADD CONSTRAINT routing_workitem_assignee_id_c333e525_fk_accounts_user_id FOREIGN KEY (assignee_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_workitem
    ADD CONSTRAINT routing_workitem_brand_id_d5ed8870_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_workitem
    ADD CONSTRAINT routing_workitem_organization_id_064059ff_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_workitem
    ADD CONSTRAINT routing_workitem_preferred_id_14bd164e_fk_accounts_user_id FOREIGN KEY (preferred_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.routing_workitem
    ADD CONSTRAINT routing_workitem_queue_id_e5b08bc8_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.scripts_script
    ADD CONSTRAINT scripts_script_brand_id_0a5cbf08_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.scripts_script
    ADD CONSTRAINT scripts_script_disposition_id_182e1f34_fk_routing_d FOREIGN KEY (disposition_id) REFERENCES public.routing_disposition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.scripts_script
    ADD CONSTRAINT scripts_script_organization_id_57c5e5b6_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.scripts_script
    ADD CONSTRAINT scripts_script_published_id_46cbef50_fk_scripts_s FOREIGN KEY (published_id) REFERENCES public.scripts_scriptversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.scripts_script
    ADD CONSTRAINT scripts_script_queue_id_ad4e5ee2_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.scripts_scriptrun
    ADD CONSTRAINT scripts_scriptrun_agent_id_a83a0884_fk_accounts_user_id FOREIGN KEY (agent_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.scripts_scriptrun
    ADD CONSTRAINT scripts_scriptrun_contact_id_01ea0183_fk_routing_contact_id FOREIGN KEY (contact_id) REFERENCES public.routing_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.scripts_scriptrun
    ADD CONSTRAINT scripts_scriptrun_organization_id_88f4347a_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.scripts_scriptrun
    ADD CONSTRAINT scripts_scriptrun_version_id_c3271ccf_fk_scripts_s FOREIGN KEY (version_id) REFERENCES public.scripts_scriptversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.scripts_scriptversion
    ADD CONSTRAINT scripts_scriptversio_organization_id_4f32c9a6_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.scripts_scriptversion
    ADD CONSTRAINT scripts_scriptversion_script_id_3e525c7c_fk_scripts_script_id FOREIGN KEY (script_id) REFERENCES public.scripts_script(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sms_receivedsms
    ADD CONSTRAINT sms_receivedsms_line_id_8cc9b3ad_fk_sms_smsline_id FOREIGN KEY (line_id) REFERENCES public.sms_smsline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sms_receivedsms
    ADD CONSTRAINT sms_receivedsms_organization_id_bad88b74_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sms_sms
    ADD CONSTRAINT sms_sms_line_id_c57263da_fk_sms_smsline_id FOREIGN KEY (line_id) REFERENCES public.sms_smsline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sms_sms
    ADD CONSTRAINT sms_sms_organization_id_d0976490_fk_kernel_organization_id FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sms_smsline
    ADD CONSTRAINT sms_smsline_brand_id_22aab91a_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sms_smsline
    ADD CONSTRAINT sms_smsline_organization_id_7e0a8f83_fk_kernel_organization_id FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sms_smsrefusal
    ADD CONSTRAINT sms_smsrefusal_organization_id_b5bcf4c1_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sorting_sorting
    ADD CONSTRAINT sorting_sorting_brand_id_955c6b00_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sorting_sorting
    ADD CONSTRAINT sorting_sorting_corrected_by_id_7dbeefa4_fk_accounts_user_id FOREIGN KEY (corrected_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sorting_sorting
    ADD CONSTRAINT sorting_sorting_corrected_to_id_01534abf_fk_routing_d FOREIGN KEY (corrected_to_id) REFERENCES public.routing_disposition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sorting_sorting
    ADD CONSTRAINT sorting_sorting_disposition_id_0e1d883e_fk_routing_d FOREIGN KEY (disposition_id) REFERENCES public.routing_disposition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sorting_sorting
    ADD CONSTRAINT sorting_sorting_organization_id_3842517c_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sorting_sorting
    ADD CONSTRAINT sorting_sorting_queue_id_e1d3c193_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sorting_sortingmodel
    ADD CONSTRAINT sorting_sortingmodel_organization_id_f163cf34_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sorting_sortingroute
    ADD CONSTRAINT sorting_sortingroute_brand_id_df4e6a09_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sorting_sortingroute
    ADD CONSTRAINT sorting_sortingroute_disposition_id_92fd3103_fk_routing_d FOREIGN KEY (disposition_id) REFERENCES public.routing_disposition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sorting_sortingroute
    ADD CONSTRAINT sorting_sortingroute_organization_id_fc987cc3_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sorting_sortingroute
    ADD CONSTRAINT sorting_sortingroute_queue_id_b3af723b_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sorting_sortingrule
    ADD CONSTRAINT sorting_sortingrule_brand_id_2540c2cc_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sorting_sortingrule
    ADD CONSTRAINT sorting_sortingrule_disposition_id_3cee19eb_fk_routing_d FOREIGN KEY (disposition_id) REFERENCES public.routing_disposition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sorting_sortingrule
    ADD CONSTRAINT sorting_sortingrule_organization_id_96d4451c_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_branch
    ADD CONSTRAINT telephony_branch_backup_id_7cd88d97_fk_telephony_branch_id FOREIGN KEY (backup_id) REFERENCES public.telephony_branch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_branch
    ADD CONSTRAINT telephony_branch_brand_id_62a2bb8e_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_branch
    ADD CONSTRAINT telephony_branch_calendar_id_4c357b04_fk_calendars_calendar_id FOREIGN KEY (calendar_id) REFERENCES public.calendars_calendar(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_branch
    ADD CONSTRAINT telephony_branch_organization_id_339d4e31_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_branch
    ADD CONSTRAINT telephony_branch_queue_id_94fd5341_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_call
    ADD CONSTRAINT telephony_call_assignee_id_f0455ccc_fk_accounts_user_id FOREIGN KEY (assignee_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_call
    ADD CONSTRAINT telephony_call_brand_id_88033723_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_call
    ADD CONSTRAINT telephony_call_customer_id_f04478b7_fk_customers_customer_id FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_call
    ADD CONSTRAINT telephony_call_number_id_1d89de4c_fk_telephony_phonenumber_id FOREIGN KEY (number_id) REFERENCES public.telephony_phonenumber(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_call
    ADD CONSTRAINT telephony_call_organization_id_4873a6a4_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_call
    ADD CONSTRAINT telephony_call_queue_id_fae8d79f_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_call
    ADD CONSTRAINT telephony_call_trunk_id_179e3ede_fk_telephony_trunk_id FOREIGN KEY (trunk_id) REFERENCES public.telephony_trunk(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_call
    ADD CONSTRAINT telephony_call_version_id_e5d836b3_fk_telephony_flowversion_id FOREIGN KEY (version_id) REFERENCES public.telephony_flowversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callback
    ADD CONSTRAINT telephony_callback_attempt_id_6ae2dfe6_fk_telephony_call_id FOREIGN KEY (attempt_id) REFERENCES public.telephony_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callback
    ADD CONSTRAINT telephony_callback_brand_id_53acd337_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callback
    ADD CONSTRAINT telephony_callback_call_id_be4436d3_fk_telephony_call_id FOREIGN KEY (call_id) REFERENCES public.telephony_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callback
    ADD CONSTRAINT telephony_callback_cancelled_by_id_fed205fd_fk_accounts_user_id FOREIGN KEY (cancelled_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callback
    ADD CONSTRAINT telephony_callback_customer_id_32828614_fk_customers FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callback
    ADD CONSTRAINT telephony_callback_organization_id_38ee7e0f_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callback
    ADD CONSTRAINT telephony_callback_queue_id_78806f9f_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callcommand
    ADD CONSTRAINT telephony_callcomman_organization_id_3673dd3f_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callcommand
    ADD CONSTRAINT telephony_callcommand_call_id_7678975c_fk_telephony_call_id FOREIGN KEY (call_id) REFERENCES public.telephony_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callflow
    ADD CONSTRAINT telephony_callflow_brand_id_c7fc5360_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callflow
    ADD CONSTRAINT telephony_callflow_organization_id_5147d086_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callflow
    ADD CONSTRAINT telephony_callflow_published_id_d36e895b_fk_telephony FOREIGN KEY (published_id) REFERENCES public.telephony_flowversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callinvitation
    ADD CONSTRAINT telephony_callinvita_organization_id_07723b79_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callinvitation
    ADD CONSTRAINT telephony_callinvitation_by_id_6d55069a_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callinvitation
    ADD CONSTRAINT telephony_callinvitation_call_id_3b48176a_fk_telephony_call_id FOREIGN KEY (call_id) REFERENCES public.telephony_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callinvitation
    ADD CONSTRAINT telephony_callinvitation_queue_id_9fe36299_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callinvitation
    ADD CONSTRAINT telephony_callinvitation_user_id_413543fb_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callmoment
    ADD CONSTRAINT telephony_callmoment_call_id_51d3009f_fk_telephony_call_id FOREIGN KEY (call_id) REFERENCES public.telephony_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_callmoment
    ADD CONSTRAINT telephony_callmoment_organization_id_1d0558d3_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_emergency
    ADD CONSTRAINT telephony_emergency_begun_by_id_925ead43_fk_accounts_user_id FOREIGN KEY (begun_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_emergency
    ADD CONSTRAINT telephony_emergency_brand_id_12a61fcc_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_emergency
    ADD CONSTRAINT telephony_emergency_number_id_05f73e79_fk_telephony FOREIGN KEY (number_id) REFERENCES public.telephony_phonenumber(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_emergency
    ADD CONSTRAINT telephony_emergency_organization_id_933ab405_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_emergency
    ADD CONSTRAINT telephony_emergency_prompt_id_e2f26bf0_fk_telephony_prompt_id FOREIGN KEY (prompt_id) REFERENCES public.telephony_prompt(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_extension
    ADD CONSTRAINT telephony_extension_organization_id_188b5993_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_extension
    ADD CONSTRAINT telephony_extension_shown_id_fb2037b8_fk_telephony FOREIGN KEY (shown_id) REFERENCES public.telephony_phonenumber(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_extension
    ADD CONSTRAINT telephony_extension_user_id_9aa3a979_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_flowversion
    ADD CONSTRAINT telephony_flowversio_organization_id_390b9283_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_flowversion
    ADD CONSTRAINT telephony_flowversion_flow_id_9f27c9b8_fk_telephony_callflow_id FOREIGN KEY (flow_id) REFERENCES public.telephony_callflow(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_legalhold
    ADD CONSTRAINT telephony_legalhold_call_id_4c9d490d_fk_telephony_call_id FOREIGN KEY (call_id) REFERENCES public.telephony_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_legalhold
    ADD CONSTRAINT telephony_legalhold_organization_id_053216ee_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_legalhold
    ADD CONSTRAINT telephony_legalhold_user_id_ff0b3ce9_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_phonenumber
    ADD CONSTRAINT telephony_phonenumbe_away_prompt_id_3d4eaa72_fk_telephony FOREIGN KEY (away_prompt_id) REFERENCES public.telephony_prompt(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_phonenumber
    ADD CONSTRAINT telephony_phonenumbe_calendar_id_b5afa740_fk_calendars FOREIGN KEY (calendar_id) REFERENCES public.calendars_calendar(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_phonenumber
    ADD CONSTRAINT telephony_phonenumbe_organization_id_88d22ef2_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_phonenumber
    ADD CONSTRAINT telephony_phonenumber_brand_id_ee276b1c_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_phonenumber
    ADD CONSTRAINT telephony_phonenumber_flow_id_79c9b4d6_fk_telephony_callflow_id FOREIGN KEY (flow_id) REFERENCES public.telephony_callflow(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_phonepage
    ADD CONSTRAINT telephony_phonepage_file_id_60683fe0_fk_kernel_storedfile_id FOREIGN KEY (file_id) REFERENCES public.kernel_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_phonepage
    ADD CONSTRAINT telephony_phonepage_organization_id_f45b3c28_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_phonepage
    ADD CONSTRAINT telephony_phonepage_user_id_09ef2745_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_prompt
    ADD CONSTRAINT telephony_prompt_brand_id_8bbd0d20_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_prompt
    ADD CONSTRAINT telephony_prompt_file_id_9bbd227c_fk_kernel_storedfile_id FOREIGN KEY (file_id) REFERENCES public.kernel_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_prompt
    ADD CONSTRAINT telephony_prompt_organization_id_006058c5_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_queuemanner
    ADD CONSTRAINT telephony_queuemanne_organization_id_f9214eed_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_queuemanner
    ADD CONSTRAINT telephony_queuemanner_queue_id_f4ec3ab3_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_ratinginvitation
    ADD CONSTRAINT telephony_ratinginvi_call_id_6f8f4025_fk_telephony FOREIGN KEY (call_id) REFERENCES public.telephony_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_ratinginvitation
    ADD CONSTRAINT telephony_ratinginvi_customer_id_c80e0900_fk_customers FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_ratinginvitation
    ADD CONSTRAINT telephony_ratinginvi_organization_id_6caa45d6_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_recording
    ADD CONSTRAINT telephony_recording_call_id_cee7d87a_fk_telephony_call_id FOREIGN KEY (call_id) REFERENCES public.telephony_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_recording
    ADD CONSTRAINT telephony_recording_file_id_6cc8d34d_fk_kernel_storedfile_id FOREIGN KEY (file_id) REFERENCES public.kernel_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_recording
    ADD CONSTRAINT telephony_recording_organization_id_54923c99_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_recordingpack
    ADD CONSTRAINT telephony_recordingp_file_id_6940544f_fk_kernel_st FOREIGN KEY (file_id) REFERENCES public.kernel_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_recordingpack
    ADD CONSTRAINT telephony_recordingp_organization_id_5853ba3f_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_recordingpack
    ADD CONSTRAINT telephony_recordingpack_user_id_f907a698_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_recordingrule
    ADD CONSTRAINT telephony_recordingr_number_id_34e84533_fk_telephony FOREIGN KEY (number_id) REFERENCES public.telephony_phonenumber(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_recordingrule
    ADD CONSTRAINT telephony_recordingr_organization_id_4321d53d_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_recordingrule
    ADD CONSTRAINT telephony_recordingrule_queue_id_09cb2abf_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_transcript
    ADD CONSTRAINT telephony_transcript_call_id_1b0ddb35_fk_telephony_call_id FOREIGN KEY (call_id) REFERENCES public.telephony_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_transcript
    ADD CONSTRAINT telephony_transcript_edited_by_id_f5799eb4_fk_accounts_user_id FOREIGN KEY (edited_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_transcript
    ADD CONSTRAINT telephony_transcript_organization_id_adfda7ec_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_trunk
    ADD CONSTRAINT telephony_trunk_organization_id_ed3cff60_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_voicemail
    ADD CONSTRAINT telephony_voicemail_call_id_676d9d21_fk_telephony_call_id FOREIGN KEY (call_id) REFERENCES public.telephony_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_voicemail
    ADD CONSTRAINT telephony_voicemail_file_id_c4dd0c7c_fk_kernel_storedfile_id FOREIGN KEY (file_id) REFERENCES public.kernel_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_voicemail
    ADD CONSTRAINT telephony_voicemail_organization_id_6823fc1b_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.telephony_voicemail
    ADD CONSTRAINT telephony_voicemail_queue_id_957e153f_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.texting_textanswer
    ADD CONSTRAINT texting_textanswer_organization_id_ebe0bcbd_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.texting_textchannel
    ADD CONSTRAINT texting_textchannel_line_id_f5273039_fk_sms_smsline_id FOREIGN KEY (line_id) REFERENCES public.sms_smsline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.texting_textchannel
    ADD CONSTRAINT texting_textchannel_organization_id_42cf1796_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.texting_textchannel
    ADD CONSTRAINT texting_textchannel_queue_id_caaa556b_fk_routing_queue_id FOREIGN KEY (queue_id) REFERENCES public.routing_queue(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.texting_textthread
    ADD CONSTRAINT texting_textthread_conversation_id_68c803c0_fk_conversat FOREIGN KEY (conversation_id) REFERENCES public.conversations_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.texting_textthread
    ADD CONSTRAINT texting_textthread_organization_id_fa16ea0e_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_approvalrule
    ADD CONSTRAINT tickets_approvalrule_organization_id_b43473e6_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_checklistitem
    ADD CONSTRAINT tickets_checklistite_organization_id_88a162bc_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_checklistitem
    ADD CONSTRAINT tickets_checklistitem_done_by_id_717fc3bd_fk_accounts_user_id FOREIGN KEY (done_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_checklistitem
    ADD CONSTRAINT tickets_checklistitem_ticket_id_c17c4cec_fk_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_plannedanswer
    ADD CONSTRAINT tickets_plannedanswe_organization_id_d4c76516_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_plannedanswer
    ADD CONSTRAINT tickets_plannedanswer_ticket_id_7a3a75d2_fk_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_plannedanswer
    ADD CONSTRAINT tickets_plannedanswer_user_id_3232a12a_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_runningtimer
    ADD CONSTRAINT tickets_runningtimer_organization_id_23efef3e_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_runningtimer
    ADD CONSTRAINT tickets_runningtimer_ticket_id_e94e97f3_fk_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_runningtimer
    ADD CONSTRAINT tickets_runningtimer_user_id_2d338e48_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_savedview
    ADD CONSTRAINT tickets_savedview_organization_id_2fbb464f_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_savedview
    ADD CONSTRAINT tickets_savedview_owner_id_776a2e82_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_savedview
    ADD CONSTRAINT tickets_savedview_team_id_c64046fb_fk_accounts_team_id FOREIGN KEY (team_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_slapolicy
    ADD CONSTRAINT tickets_slapolicy_calendar_id_54a06cb5_fk_calendars_calendar_id FOREIGN KEY (calendar_id) REFERENCES public.calendars_calendar(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_slapolicy
    ADD CONSTRAINT tickets_slapolicy_organization_id_6d5b85a3_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_brand_id_61398ff5_fk_accounts_brand_id FOREIGN KEY (brand_id) REFERENCES public.accounts_brand(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_creator_id_661d0100_fk_accounts_user_id FOREIGN KEY (creator_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_customer_id_f2d9135a_fk_customers_customer_id FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_giver_id_5d5af535_fk_accounts_user_id FOREIGN KEY (giver_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_merged_into_id_3a36ad40_fk_tickets_ticket_id FOREIGN KEY (merged_into_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_organization_id_7128da48_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_owner_id_40236788_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_parent_id_09dd967f_fk_tickets_ticket_id FOREIGN KEY (parent_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_split_from_id_7158832a_fk_tickets_ticket_id FOREIGN KEY (split_from_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_supervisor_id_92784b4d_fk_accounts_user_id FOREIGN KEY (supervisor_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_team_id_5a4e7469_fk_accounts_team_id FOREIGN KEY (team_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_type_id_13539d32_fk_tickets_tickettype_id FOREIGN KEY (type_id) REFERENCES public.tickets_tickettype(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketact
    ADD CONSTRAINT tickets_ticketact_organization_id_665c09cc_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketapproval
    ADD CONSTRAINT tickets_ticketapprov_organization_id_2e3041d7_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketapproval
    ADD CONSTRAINT tickets_ticketapprov_rule_id_013662e0_fk_tickets_a FOREIGN KEY (rule_id) REFERENCES public.tickets_approvalrule(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketapproval
    ADD CONSTRAINT tickets_ticketapproval_ticket_id_c40e5b8c_fk_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketclock
    ADD CONSTRAINT tickets_ticketclock_calendar_id_a8dfb39d_fk_calendars FOREIGN KEY (calendar_id) REFERENCES public.calendars_calendar(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketclock
    ADD CONSTRAINT tickets_ticketclock_organization_id_03fb063d_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketclock
    ADD CONSTRAINT tickets_ticketclock_ticket_id_69387033_fk_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketentry
    ADD CONSTRAINT tickets_ticketentry_organization_id_60ffb0fe_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketentry
    ADD CONSTRAINT tickets_ticketentry_ticket_id_52150f8b_fk_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketlink
    ADD CONSTRAINT tickets_ticketlink_organization_id_ab9ce561_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketlink
    ADD CONSTRAINT tickets_ticketlink_ticket_id_f15673e4_fk_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketrelation
    ADD CONSTRAINT tickets_ticketrelati_organization_id_94dd94f9_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketrelation
    ADD CONSTRAINT tickets_ticketrelation_other_id_2444feda_fk_tickets_ticket_id FOREIGN KEY (other_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketrelation
    ADD CONSTRAINT tickets_ticketrelation_ticket_id_05fd8bed_fk_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_tickettype
    ADD CONSTRAINT tickets_tickettype_organization_id_569b02d1_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_tickettype
    ADD CONSTRAINT tickets_tickettype_policy_id_1f968723_fk_tickets_slapolicy_id FOREIGN KEY (policy_id) REFERENCES public.tickets_slapolicy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_tickettype
    ADD CONSTRAINT tickets_tickettype_team_id_a8f1873b_fk_accounts_team_id FOREIGN KEY (team_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketwatcher
    ADD CONSTRAINT tickets_ticketwatche_organization_id_914c3f38_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketwatcher
    ADD CONSTRAINT tickets_ticketwatcher_ticket_id_6c439df9_fk_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketwatcher
    ADD CONSTRAINT tickets_ticketwatcher_user_id_3159d023_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_timeentry
    ADD CONSTRAINT tickets_timeentry_organization_id_2ceba731_fk_kernel_or FOREIGN KEY (organization_id) REFERENCES public.kernel_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_timeentry
    ADD CONSTRAINT tickets_timeentry_ticket_id_ea54e4ed_fk_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets_ticket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_timeentry
    ADD CONSTRAINT tickets_timeentry_user_id_8b0622d7_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
