-- Putting somebody on file. Nobody may give herself a record: an involvement is written by whoever the record is open to.
-- Who is not on file has no record yet, so this makes the person and the front door's involvement in one step. It takes
-- no person from outside: there is no way to have it open somebody who is on file already. The columns, with what
-- stands in those of which nothing is said, are written out from the models.

-- The front door's teams for which a user may put somebody on file: teams that a front-door worker holds her role for,
-- of those for which, or above which, the user holds one of {registers}.
CREATE OR REPLACE FUNCTION access_may_register(asker bigint) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  tops bigint[];
  everywhere boolean;
BEGIN
  PERFORM public.access_for_herself(asker);
  SELECT array_agg(h.team) FILTER (WHERE h.team IS NOT NULL), bool_or(h.team IS NULL) INTO tops, everywhere
  FROM public.access_held(asker) h WHERE h.role IN ({registers});
  RETURN QUERY
  SELECT DISTINCT f.team FROM public.access_holders('front_door_worker') f
  WHERE f.team IS NOT NULL AND (everywhere OR f.team IN (SELECT public.access_teams(coalesce(tops, '{}'))));
END $$;

CREATE OR REPLACE FUNCTION access_register(
  day date, front_door bigint, birth_on date, expected_on date, sex text, why text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  asker bigint := public.access_asker();
  one uuid := gen_random_uuid();
BEGIN
  IF asker IS NULL OR front_door IS NULL OR front_door NOT IN (SELECT public.access_may_register(asker)) THEN
    RAISE EXCEPTION 'Only the front door puts a child on file.' USING ERRCODE = '42501';
  END IF;
  INSERT INTO public.people_person ({person_columns}) VALUES ({person_values});
  INSERT INTO public.workforce_involvement ({involvement_columns}) VALUES ({involvement_values});
  RETURN one;
END $$;
