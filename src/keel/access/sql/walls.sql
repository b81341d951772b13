-- What the policies of row security ask, about whoever the claim names. Each is asked once for a statement, not for
-- each row, and says nothing where nobody is named.

-- What the planner is told of their cost decides whether it asks once or at each row. A policy is always asked once, so
-- it is told little; where a statement asks by itself, much, so that it asks once there too.

-- Whose record is open to her. Found once for a transaction, though each of its statements asks at each table: what
-- was found is kept until the transaction ends, signed for this user and this transaction, so that nobody can put a
-- record in, and nobody is given what was found for another. A long list is set aside in a temporary table of the
-- owner, which the web role can neither make nor read, and what is kept and signed says only that it is there: read as
-- text at each table, the children of a service took ten times as long.
CREATE OR REPLACE FUNCTION access_kept(what text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  asker bigint := public.access_asker();
  kept text := current_setting('keel.' || what, true);
  listed text := right(kept, -64);
  mark text := format('%s of %s in %s: ', what, asker, public.access_transaction());
  found uuid[];
BEGIN
  IF asker IS NULL THEN
    RETURN '{}';
  END IF;
  IF kept <> '' AND left(kept, 64) = public.access_signed(mark || listed) THEN
    IF listed <> '{aside}' THEN
      RETURN string_to_array(listed, ',')::uuid[];
    END IF;
    found := public.access_read_aside(what, asker);
  END IF;
  IF found IS NOT NULL THEN
    RETURN found;
  END IF;
  found := CASE what
    WHEN 'mine' THEN ARRAY(SELECT public.access_open(asker))
    WHEN 'helped' THEN ARRAY(SELECT public.access_helps(asker))
    ELSE ARRAY(SELECT public.access_open_children(asker)) END;
  IF cardinality(found) > {long} THEN
    PERFORM public.access_set_aside(what, asker, found);
    listed := '{aside}';
  ELSE
    listed := replace(array_to_string(found, ','), '-', '');
  END IF;
  PERFORM set_config('keel.' || what, public.access_signed(mark || listed) || listed, true);
  RETURN found;
END $$;
REVOKE ALL ON FUNCTION access_kept(text) FROM PUBLIC;

-- Whether the session has the owner's table for it: one of anybody else by that name is not read.
CREATE OR REPLACE FUNCTION access_has_aside() RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN EXISTS (SELECT FROM pg_class c
    WHERE c.oid = to_regclass('pg_temp.access_aside') AND c.relowner = current_user::regrole);
END $$;
REVOKE ALL ON FUNCTION access_has_aside() FROM PUBLIC;

-- Volatile, both: what was set aside for one table of a statement is read at its next.
CREATE OR REPLACE FUNCTION access_set_aside(what text, asker bigint, records uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT public.access_has_aside() THEN
    CREATE TEMPORARY TABLE access_aside (kept text, asker bigint, found uuid[]) ON COMMIT DELETE ROWS;
    ALTER TABLE pg_temp.access_aside ALTER COLUMN found SET STORAGE EXTERNAL;
  END IF;
  DELETE FROM pg_temp.access_aside a WHERE a.kept = what AND a.asker = access_set_aside.asker;
  INSERT INTO pg_temp.access_aside VALUES (what, asker, records);
END $$;
REVOKE ALL ON FUNCTION access_set_aside(text, bigint, uuid[]) FROM PUBLIC;

-- NULL where nothing is there: the session may have thrown away what it set aside.
CREATE OR REPLACE FUNCTION access_read_aside(what text, asker bigint) RETURNS uuid[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT public.access_has_aside() THEN
    RETURN NULL;
  END IF;
  RETURN (SELECT a.found FROM pg_temp.access_aside a
    WHERE a.kept = what AND a.asker = access_read_aside.asker);
END $$;
REVOKE ALL ON FUNCTION access_read_aside(text, bigint) FROM PUBLIC;

CREATE OR REPLACE FUNCTION access_mine() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1000 SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY SELECT unnest(public.access_kept('mine'));
END $$;

CREATE OR REPLACE FUNCTION access_my_children() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1000 SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY SELECT unnest(public.access_kept('children'));
END $$;

-- The same for a user by her number: what was found already, where it is she who asks.
CREATE OR REPLACE FUNCTION access_open_to(someone bigint) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 100000 SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM public.access_for_herself(someone);
  IF someone = public.access_asker() THEN
    RETURN QUERY SELECT unnest(public.access_kept('mine'));
  ELSE
    RETURN QUERY SELECT public.access_open(someone);
  END IF;
END $$;

CREATE OR REPLACE FUNCTION access_children_open_to(someone bigint) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 100000 SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM public.access_for_herself(someone);
  IF someone = public.access_asker() THEN
    RETURN QUERY SELECT unnest(public.access_kept('children'));
  ELSE
    RETURN QUERY SELECT public.access_open_children(someone);
  END IF;
END $$;

-- Of those closed to a user, whoever is open to her all the same: she opened the record for a reason.
CREATE OR REPLACE FUNCTION access_open_though_closed(someone bigint) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1000 SET search_path = pg_catalog, public AS $$
DECLARE
  closed uuid[] := ARRAY(SELECT c.person FROM public.access_closed(someone) c);  -- which refuses to ask for another
BEGIN
  IF closed <> '{}' THEN
    RETURN QUERY SELECT o FROM public.access_open_to(someone) o WHERE o = ANY (closed);
  END IF;
END $$;

-- Those whom a page is about, where they are open to her: the door noted each, or a list noted whom it shows, signed
-- likewise. Their rows are then seen without all the others being found.
CREATE OR REPLACE FUNCTION access_noted_kept() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  kept text := current_setting('keel.about', true);
BEGIN
  IF length(kept) > 64 AND left(kept, 64) = public.access_signed(
    format('about of %s in %s: ', public.access_asker(), public.access_transaction()) || right(kept, -64)) THEN
    RETURN right(kept, -64)::uuid[];
  END IF;
  RETURN '{}';
END $$;
REVOKE ALL ON FUNCTION access_noted_kept() FROM PUBLIC;

CREATE OR REPLACE FUNCTION access_noted() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY SELECT unnest(public.access_noted_kept());
END $$;

-- Only functions of the owner note without looking whether these are open.
CREATE OR REPLACE FUNCTION access_note_open(these uuid[]) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  noted text := ARRAY(SELECT unnest(public.access_noted_kept()) UNION SELECT unnest(these))::text;
BEGIN
  PERFORM set_config('keel.about', public.access_signed(
    format('about of %s in %s: ', public.access_asker(), public.access_transaction()) || noted) || noted, true);
END $$;
REVOKE ALL ON FUNCTION access_note_open(uuid[]) FROM PUBLIC;

CREATE OR REPLACE FUNCTION access_note(children uuid[]) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF public.access_asker() IS NOT NULL AND NOT children <@ public.access_noted_kept() THEN
    PERFORM public.access_note_open(ARRAY(
      SELECT c FROM unnest(children) c
      WHERE c IN (SELECT unnest(public.access_kept('children')))
        OR (public.access_all() AND c NOT IN (SELECT public.access_barred()))));
  END IF;
END $$;

-- What was found is forgotten when anything changes that it was found from.
CREATE OR REPLACE FUNCTION access_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_catalog.set_config('keel.' || kept, '', true) FROM unnest(ARRAY['mine', 'children', 'about', 'helped']) kept;
  RETURN NULL;
END $$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[{forgets}] LOOP
    EXECUTE format(
      'CREATE OR REPLACE TRIGGER access_forget AFTER INSERT OR UPDATE OR DELETE ON %I '
      'FOR EACH STATEMENT EXECUTE FUNCTION access_forget()', name);
  END LOOP;
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
  RETURN coalesce((public.access_claimed())[4] = '1', false);
END $$;

-- Whether she looks after who may sign in, and showed not long ago that it is she.
CREATE OR REPLACE FUNCTION access_administers() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN public.access_has_stepped_up()
    AND EXISTS (SELECT FROM public.access_held(public.access_asker()) h WHERE h.role IN ({administers}));
END $$;

-- Whether whoever asks may say that a worker is away and who answers for her: she herself, and whoever manages her team.
-- Nobody makes herself a deputy, since a deputy may open what the worker may.
CREATE OR REPLACE FUNCTION access_may_depute(worker bigint, deputy bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  asker bigint := public.access_asker();
BEGIN
  RETURN asker IS NOT NULL
    AND NOT EXISTS (SELECT FROM public.workforce_worker d WHERE d.id = deputy AND d.user_id = asker)
    AND EXISTS (
      SELECT FROM public.workforce_worker w
      WHERE w.id = worker AND (
        w.user_id = asker
        OR EXISTS (SELECT FROM public.access_holds(asker) h WHERE h.role IN ({manages}) AND h.team IS NULL)
        OR w.team_id IN (SELECT public.access_teams(ARRAY(
          SELECT h.team FROM public.access_holds(asker) h WHERE h.role IN ({manages}) AND h.team IS NOT NULL)))));
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
