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

-- The newest version in force of each plan that the children whom she helps are on: one written here is in force once a
-- manager has signed it, so that no agency works by one that was sent back.
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
    AND (EXISTS (SELECT FROM public.protection_planapproval a WHERE a.version_id = v.id AND a.child_id = v.child_id)
      OR NOT EXISTS (SELECT FROM public.recording_move m
        WHERE m.child_id = v.child_id AND m.of = 'protection.PlanVersion' AND m.entry = v.id))
  ORDER BY v.plan_id, v.published_on DESC, v.id DESC;
END $$;

-- Her own place at the strategy discussions on which nobody has decided yet, of the children whom she helps.
CREATE OR REPLACE FUNCTION access_my_discussions() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1000 SET search_path = pg_catalog, public AS $$
DECLARE
  helped uuid[] := public.access_kept('helped');
BEGIN
  IF helped = '{}' THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT a.id FROM public.protection_strategyagency a
  JOIN public.protection_strategydiscussion d ON d.id = a.discussion_id AND d.child_id = a.child_id
  WHERE a.child_id = ANY (helped) AND d.decided_on IS NULL
    AND (public.access_capacity(a.name) = public.access_my_name()
      OR public.access_capacity(a.agency) = public.access_my_agency());
END $$;

-- The stages of the disagreements that she raised herself, about the children whom she helps: where each stands.
CREATE OR REPLACE FUNCTION access_my_escalations() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1000 SET search_path = pg_catalog, public AS $$
DECLARE
  helped uuid[] := public.access_kept('helped');
BEGIN
  IF helped = '{}' THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT e.id FROM public.oversight_escalation e
  WHERE e.child_id = ANY (helped) AND e.episode <> '' AND public.access_asker() = (
    SELECT first.recorded_by_id FROM public.oversight_escalation first
    WHERE first.child_id = e.child_id AND first.episode = e.episode ORDER BY first.id LIMIT 1);
END $$;

-- Whether she may tell of a worry about a child: {tells}. And whether what was told waits for her: she puts children on
-- file at the front door.
CREATE OR REPLACE FUNCTION access_tells() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.access_held(public.access_asker()) h WHERE h.role IN ({tells}));
END $$;

CREATE OR REPLACE FUNCTION access_takes_up() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  asker bigint := public.access_asker();
BEGIN
  RETURN asker IS NOT NULL AND EXISTS (SELECT FROM public.access_may_register(asker));
END $$;
