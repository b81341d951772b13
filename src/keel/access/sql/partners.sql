-- What the walls ask about somebody of another agency: whom she helps, who she is, and which version of a plan is hers
-- to read. Each says nothing of anybody but whoever the claim names.

CREATE OR REPLACE FUNCTION access_my_helped() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1000 SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY SELECT unnest(public.access_kept('helped'));
END $$;

-- Her name, and her agency, as an invitation or an action is compared with them: her agency is the team that she is of.
-- NULL, which agrees with nothing, where the record does not know.
CREATE OR REPLACE FUNCTION access_my_name() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN (SELECT nullif(public.access_capacity(w.name), '') FROM public.workforce_worker w
    WHERE w.user_id = public.access_asker());
END $$;

CREATE OR REPLACE FUNCTION access_my_agency() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN (SELECT nullif(public.access_capacity(t.name), '') FROM public.workforce_worker w
    JOIN public.workforce_team t ON t.id = w.team_id WHERE w.user_id = public.access_asker());
END $$;

-- The version published last of each plan that the children whom she helps are on.
CREATE OR REPLACE FUNCTION access_helped_versions() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1000 SET search_path = pg_catalog, public AS $$
DECLARE
  helped uuid[] := public.access_kept('helped');
BEGIN
  IF helped = '{}' THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT DISTINCT ON (v.plan_id) v.id
  FROM public.protection_planversion v JOIN public.protection_protectionplan p ON p.id = v.plan_id
  WHERE v.child_id = ANY (helped) AND p.child_id = v.child_id AND p.ended_on IS NULL AND v.published_on IS NOT NULL
  ORDER BY v.plan_id, v.published_on DESC, v.id DESC;
END $$;
