-- What the policies of row security ask, about whoever the claim names. Each is asked once for a statement, not for
-- each row, and says nothing where nobody is named.

CREATE OR REPLACE FUNCTION access_mine() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  asker bigint := public.access_asker();
BEGIN
  IF asker IS NOT NULL THEN
    RETURN QUERY SELECT public.access_open(asker);
  END IF;
END $$;

CREATE OR REPLACE FUNCTION access_all() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN coalesce(public.access_reads_all(public.access_asker()), false);
END $$;

CREATE OR REPLACE FUNCTION access_searches() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN coalesce(public.access_finds(public.access_asker()), false);
END $$;

CREATE OR REPLACE FUNCTION access_barred() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY SELECT DISTINCT c.person FROM public.access_closed(public.access_asker()) c;
END $$;

-- Whether she holds a role that needs no relation to a child: {governs} look after restrictions, openings and the
-- record of looks; {loads} read what a load found.
CREATE OR REPLACE FUNCTION access_governs() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.access_held(public.access_asker()) h WHERE h.role IN ({governs}));
END $$;

CREATE OR REPLACE FUNCTION access_reads_loads() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.access_held(public.access_asker()) h WHERE h.role IN ({loads}));
END $$;

-- The persons that not even those who look after restrictions may know of: hidden from her, or she is excluded.
CREATE OR REPLACE FUNCTION access_denied() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY SELECT c.person FROM public.access_closed(public.access_asker()) c WHERE c.how <> 'restricted';
END $$;

-- Whether she showed again, not long ago, that it is she.
CREATE OR REPLACE FUNCTION access_has_stepped_up() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN coalesce((public.access_claimed())[3] = '1', false);
END $$;

-- Whether she looks after who may sign in, and showed not long ago that it is she.
CREATE OR REPLACE FUNCTION access_administers() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN public.access_has_stepped_up()
    AND EXISTS (SELECT FROM public.access_held(public.access_asker()) h WHERE h.role IN ({administers}));
END $$;

-- Somebody leaves. The web role may not write these columns of a user; it may ask for this, for whoever administers.
CREATE OR REPLACE FUNCTION access_user_left(leaver bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF (session_user = '{web}' OR current_setting('role') = '{web}')
     AND (NOT public.access_administers() OR leaver = public.access_asker()) THEN
    RAISE EXCEPTION 'Only whoever administers users says that somebody has left.' USING ERRCODE = '42501';
  END IF;
  UPDATE public.access_user SET is_active = false, left_on = public.access_today() WHERE id = leaver;
END $$;
