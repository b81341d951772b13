-- Looking up by keys past row security, which would otherwise read every row before an index: the operators that look
-- into arrays and expressions may not come before the wall. Each function is its own wall instead: to the web role it
-- gives no row of anybody closed to whoever asks, and none at all to whoever may not search. What comes out are keys of
-- rows, which are then read through row security as ever.

CREATE OR REPLACE FUNCTION people_is_web() RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT session_user = 'keel_web' OR current_setting('role') = 'keel_web' $$;

-- Whom a search of whoever asks must pass over; null where she may not search at all.
CREATE OR REPLACE FUNCTION people_passed_over() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT public.people_is_web() THEN
    RETURN '{}';
  ELSIF NOT public.access_searches() THEN
    RETURN NULL;
  END IF;
  RETURN ARRAY(
    SELECT public.access_barred() EXCEPT SELECT public.access_open_though_closed(public.access_asker()));
END $$;

-- Names with any of these keys.
CREATE OR REPLACE FUNCTION people_names_with(wanted text[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  over uuid[] := public.people_passed_over();
BEGIN
  RETURN QUERY SELECT n.id FROM public.people_personname n WHERE n.keys && wanted AND n.person_id <> ALL (over);
END $$;

-- Addresses with all of these keys. A protected one is found by nobody: it would tell who lives there.
CREATE OR REPLACE FUNCTION people_addresses_with(wanted text[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  over uuid[] := public.people_passed_over();
BEGIN
  RETURN QUERY SELECT a.id FROM public.people_address a
  WHERE a.keys @> wanted AND NOT a.is_protected AND a.person_id <> ALL (over);
END $$;

-- Identifiers whose letters and digits are one of these.
CREATE OR REPLACE FUNCTION people_identifiers_with(wanted text[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  over uuid[] := public.people_passed_over();
BEGIN
  RETURN QUERY SELECT i.id FROM public.people_identifier i
  WHERE upper(regexp_replace(i.value, '[^A-Za-z0-9]', '', 'g')) = ANY (wanted) AND i.person_id <> ALL (over);
END $$;
