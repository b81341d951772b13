-- Every challenge and every partner's disagreement as a line that names no child: for those who may count them, and for
-- nobody else. Words that somebody typed are not among what is counted: they could say whose child it is. A leader without cases, and one to whom some records are closed, counts the same as everybody.
CREATE OR REPLACE FUNCTION scrutiny_register(day date) RETURNS TABLE (
  kind text, team bigint, agency text, stage integer, raised_on date, resolved_on date, due_on date, theme text,
  is_answered boolean, has_changed boolean, asked bigint, in_time bigint, climbed bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.access_held(public.access_asker()) h WHERE h.role IN ({counts})) THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT 'challenge', c.team_id, '', now.stage::integer, c.raised_on, c.resolved_on, now.due_on,
    CASE WHEN c.theme IN ({themes}) THEN c.theme::text ELSE '' END,
    now.answered_on IS NOT NULL, c.what_changed <> '', said.asked, said.in_time, said.climbed
  FROM public.oversight_challenge c
  LEFT JOIN LATERAL (
    SELECT s.* FROM public.oversight_challengestage s WHERE s.challenge_id = c.id ORDER BY s.id DESC LIMIT 1
  ) now ON true
  LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE s.due_on < day OR s.answered_on IS NOT NULL) AS asked,
      count(*) FILTER (WHERE s.answered_on <= s.due_on) AS in_time,
      count(*) FILTER (WHERE s.has_climbed) AS climbed
    FROM public.oversight_challengestage s WHERE s.challenge_id = c.id AND s.due_on IS NOT NULL
  ) said ON true
  UNION ALL
  SELECT 'escalation', NULL,
    CASE WHEN lower(trim(e.agency)) IN ({agencies}) THEN initcap(trim(e.agency)) ELSE 'Another agency' END, e.stage::integer, first.raised_on, e.resolved_on, e.due_on, '',
    e.resolved_on IS NOT NULL, e.what_changed <> '', 0::bigint, 0::bigint, first.climbed
  FROM public.oversight_escalation e
  CROSS JOIN LATERAL (
    SELECT min(f.raised_on) AS raised_on, count(*) FILTER (WHERE f.has_climbed) AS climbed
    FROM public.oversight_escalation f
    WHERE f.id = e.id OR (f.child_id = e.child_id AND f.episode = e.episode AND e.episode <> '')
  ) first
  WHERE NOT EXISTS (
    SELECT FROM public.oversight_escalation later
    WHERE later.child_id = e.child_id AND later.episode = e.episode AND e.episode <> '' AND later.id > e.id);
END $$;
