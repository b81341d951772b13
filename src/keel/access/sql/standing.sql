-- How a record stands to a user: the one source of relations, openings, restrictions and exclusions.
-- The day is the server's own and cannot be set. Everything is read as it is now, so that a role, an allocation or a
-- right that ends is gone with the next request; what a request changes itself, with its next statement.
-- {own} and {team} are the sources of relations, {special} the special involvements, {reads} and {asks} the rules of
-- child:read: all are written out from keel.access.rules, which decides.

CREATE INDEX IF NOT EXISTS access_children_of_a_worker
ON workforce_involvement (worker_id, role, child_id) WHERE ended_on IS NULL;
CREATE INDEX IF NOT EXISTS access_children_of_a_team
ON workforce_involvement (team_id, child_id) WHERE ended_on IS NULL;

-- What an involvement's role is compared by, whichever way a source writes it: keel.access.rules.capacity.
CREATE OR REPLACE FUNCTION access_capacity(role text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT trim('_' FROM regexp_replace(lower(role), '[^a-z0-9]+', '_', 'g')) $$;

CREATE OR REPLACE FUNCTION access_today() RETURNS date LANGUAGE sql STABLE
AS $$ SELECT (now() AT TIME ZONE '{zone}')::date $$;

CREATE OR REPLACE FUNCTION access_holds(asker bigint) RETURNS TABLE (role text, team bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY
  SELECT h.role::text, h.team_id FROM public.access_roleheld h JOIN public.access_user u ON u.id = h.user_id
  WHERE u.id = asker AND u.is_active AND (u.left_on IS NULL OR u.left_on > public.access_today())
    AND h.from_on <= public.access_today() AND (h.to_on IS NULL OR h.to_on > public.access_today());
END $$;

-- The workers who are away today and for whom a user answers, who holds a role of that kind herself.
CREATE OR REPLACE FUNCTION access_deputises(asker bigint) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY
  SELECT a.worker_id FROM public.workforce_worker d JOIN public.workforce_absence a ON a.deputy_id = d.id
  WHERE d.user_id = asker AND (d.to_on IS NULL OR d.to_on > public.access_today())
    AND a.from_on <= public.access_today() AND (a.to_on IS NULL OR a.to_on >= public.access_today())
    AND EXISTS (SELECT FROM public.access_holds(asker) h WHERE h.role IN ({deputised}));
END $$;

-- The roles that a user has now: her own, and those of whom she deputises for.
CREATE OR REPLACE FUNCTION access_held(asker bigint) RETURNS TABLE (role text, team bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY
  SELECT h.role, h.team FROM public.access_holds(asker) h
  UNION
  SELECT h.role, h.team
  FROM public.access_deputises(asker) away JOIN public.workforce_worker w ON w.id = away,
    LATERAL public.access_holds(w.user_id) h
  WHERE h.role IN ({deputised});
END $$;

-- The relations that a user has to children now, from involvements and from roles held for teams; a person of NULL
-- means every child. ``ones`` narrows it to some children.
CREATE OR REPLACE FUNCTION access_case_ties(asker bigint, ones uuid[] DEFAULT NULL)
RETURNS TABLE (person uuid, role text, relation text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  today date := public.access_today();
BEGIN
  RETURN QUERY
  WITH RECURSIVE held AS MATERIALIZED (SELECT h.role, h.team FROM public.access_held(asker) h),
  own (role, relation, involved_as) AS (VALUES {own}),
  by_team (role, relation) AS (VALUES {team}),
  scope AS (
    SELECT h.role, h.team FROM held h WHERE h.team IS NOT NULL
    UNION
    SELECT s.role, t.id FROM scope s JOIN public.workforce_team t ON t.parent_id = s.team
  ),
  reach AS (
    SELECT DISTINCT b.role, b.relation, s.team FROM scope s JOIN by_team b ON b.role = s.role
  )
  SELECT NULL::uuid, h.role, b.relation FROM held h JOIN by_team b ON b.role = h.role WHERE h.team IS NULL
  UNION
  SELECT i.child_id, h.role, o.relation
  FROM public.workforce_worker w
  JOIN public.workforce_involvement i ON i.worker_id = w.id
  JOIN own o ON o.involved_as = public.access_capacity(i.role)
        OR (o.involved_as IS NULL AND public.access_capacity(i.role) NOT IN ({special}))
  JOIN held h ON h.role = o.role
  WHERE (w.user_id = asker OR w.id IN (SELECT public.access_deputises(asker)))
    AND (w.to_on IS NULL OR w.to_on > today)
    AND (ones IS NULL OR i.child_id = ANY (ones)) AND (i.ended_on IS NULL OR i.ended_on > today)
  UNION
  SELECT i.child_id, r.role, r.relation
  FROM reach r JOIN public.workforce_involvement i ON i.team_id = r.team
  WHERE (ones IS NULL OR i.child_id = ANY (ones)) AND (i.ended_on IS NULL OR i.ended_on > today)
  UNION
  SELECT i.child_id, r.role, r.relation
  FROM reach r
  JOIN public.workforce_worker w ON w.team_id = r.team
  JOIN public.workforce_involvement i ON i.worker_id = w.id
  WHERE (ones IS NULL OR i.child_id = ANY (ones)) AND (i.ended_on IS NULL OR i.ended_on > today);
END $$;

-- The same with relatives, but for relations to the child alone: whoever has no record of her own stands as the children do that she is related to, so that
-- a parent's address is open to the child's worker. A sibling who has a record stands for himself.
CREATE OR REPLACE FUNCTION access_ties(asker bigint, one uuid DEFAULT NULL)
RETURNS TABLE (person uuid, role text, relation text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF one IS NULL THEN
    RETURN QUERY
    WITH ties AS MATERIALIZED (SELECT t.person, t.role, t.relation FROM public.access_case_ties(asker) t)
    SELECT t.person, t.role, t.relation FROM ties t
    UNION
    SELECT p.id, t.role, t.relation
    FROM ties t JOIN public.people_relationship r ON r.person_id = t.person JOIN public.people_person p ON p.id = r.other_id
    WHERE NOT p.is_child AND t.relation NOT IN ({of_the_child_alone})
    UNION
    SELECT p.id, t.role, t.relation
    FROM ties t JOIN public.people_relationship r ON r.other_id = t.person JOIN public.people_person p ON p.id = r.person_id
    WHERE NOT p.is_child AND t.relation NOT IN ({of_the_child_alone});
  ELSE
    RETURN QUERY
    SELECT DISTINCT CASE WHEN t.person IS NULL THEN NULL ELSE one END, t.role, t.relation
    FROM public.access_case_ties(asker, ARRAY(
      SELECT one
      UNION
      SELECT r.other_id FROM public.people_relationship r JOIN public.people_person p ON p.id = r.person_id
      WHERE r.person_id = one AND NOT p.is_child AND r.other_id IS NOT NULL
      UNION
      SELECT r.person_id FROM public.people_relationship r JOIN public.people_person p ON p.id = r.other_id
      WHERE r.other_id = one AND NOT p.is_child
    )) t
    WHERE t.person IS NULL OR t.person = one OR t.relation NOT IN ({of_the_child_alone});
  END IF;
END $$;

-- The persons whose record is closed to a user, and how: excluded, hidden, or restricted to others. What closes a record
-- closes it from the moment it is written, whatever time the writer's clock said.
CREATE OR REPLACE FUNCTION access_closed(asker bigint, one uuid DEFAULT NULL)
RETURNS TABLE (person uuid, how text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM public.access_for_herself(asker);
  RETURN QUERY
  SELECT e.person_id, 'excluded' FROM public.access_exclusion e
  WHERE e.user_id = asker AND (one IS NULL OR e.person_id = one)
    AND (e.to_at IS NULL OR e.to_at > now())
  UNION
  SELECT r.person_id, CASE r.grade WHEN 'restricted_to' THEN 'restricted' ELSE 'hidden' END
  FROM public.access_restriction r
  WHERE (one IS NULL OR r.person_id = one) AND (r.to_at IS NULL OR r.to_at > now())
    AND NOT EXISTS (
      SELECT FROM public.access_restrictionmember m WHERE m.restriction_id = r.id AND m.user_id = asker);
END $$;

-- The records that a user has opened for a reason and that have not yet closed by themselves.
CREATE OR REPLACE FUNCTION access_opened_for_a_reason(asker bigint, one uuid DEFAULT NULL)
RETURNS TABLE (person uuid, purpose text, until timestamptz, has_stepped_up boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY
  SELECT o.person_id, o.purpose::text, o.until, o.has_stepped_up FROM public.access_opening o
  WHERE o.user_id = asker AND (one IS NULL OR o.person_id = one)
    AND o.until > now() AND o.ended_at IS NULL;
END $$;

-- Whether child:read reaches every child that is not closed to the user.
CREATE OR REPLACE FUNCTION access_reads_all(asker bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM public.access_held(asker) h WHERE h.team IS NULL AND h.role IN ({reads_by_team}));
END $$;

-- The children that a user works with now and may read because of it: access_case_ties with the rules of child:read,
-- written for speed over thousands of children, and held to it by a generative test.
CREATE OR REPLACE FUNCTION access_works_with(asker bigint) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  today date := public.access_today();
  roles text[] := ARRAY(SELECT DISTINCT h.role FROM public.access_held(asker) h);
  tops bigint[] := ARRAY(
    SELECT h.team FROM public.access_held(asker) h WHERE h.team IS NOT NULL AND h.role IN ({reads_by_team}));
  teams bigint[];
  theirs bigint[];
  hers bigint[];
BEGIN
  IF roles = '{}' THEN
    RETURN;
  END IF;
  hers := ARRAY(SELECT w.id FROM public.workforce_worker w
    WHERE (w.user_id = asker OR w.id IN (SELECT public.access_deputises(asker)))
      AND (w.to_on IS NULL OR w.to_on > today));
  IF tops <> '{}' THEN
    teams := ARRAY(SELECT public.access_teams(tops));
    theirs := ARRAY(SELECT w.id FROM public.workforce_worker w WHERE w.team_id = ANY (teams));
    RETURN QUERY
    SELECT i.child_id FROM public.workforce_involvement i WHERE i.team_id = ANY (teams) AND i.ended_on IS NULL
    UNION ALL
    SELECT i.child_id FROM public.workforce_involvement i WHERE i.worker_id = ANY (theirs) AND i.ended_on IS NULL
    UNION ALL
    SELECT i.child_id FROM public.workforce_involvement i
    WHERE i.ended_on > today AND (i.team_id = ANY (teams) OR i.worker_id = ANY (theirs));
  END IF;
  IF hers <> '{}' THEN
    RETURN QUERY
    SELECT i.child_id FROM (
      SELECT i.child_id, i.role FROM public.workforce_involvement i WHERE i.worker_id = ANY (hers) AND i.ended_on IS NULL
      UNION ALL
      SELECT i.child_id, i.role FROM public.workforce_involvement i WHERE i.ended_on > today AND i.worker_id = ANY (hers)
    ) i
    WHERE EXISTS (
      SELECT FROM (VALUES {own_reads}) o (role, involved_as)
      WHERE o.role = ANY (roles)
        AND (o.involved_as = public.access_capacity(i.role)
        OR (o.involved_as IS NULL AND public.access_capacity(i.role) NOT IN ({special}))));
  END IF;
END $$;

-- The children whom somebody of another agency helps now, of those not closed to her. Whoever holds no such role is told
-- so before anything is looked for: every statement about a table that she may see of asks.
CREATE OR REPLACE FUNCTION access_helps(asker bigint) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM public.access_for_herself(asker);
  IF NOT EXISTS (SELECT FROM public.access_held(asker) h WHERE h.role IN ({helpers})) THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT DISTINCT t.person FROM public.access_case_ties(asker) t JOIN public.people_person p ON p.id = t.person
  WHERE (t.role, t.relation) IN (VALUES {helps}) AND p.is_child
    AND t.person NOT IN (SELECT c.person FROM public.access_closed(asker) c);
END $$;

-- The persons whose record is open to a user, who does not read all of them: hers, their relatives who have no record
-- of their own, and those opened for a reason. For a user who does read all, only those that a restriction would
-- close and that she opened in spite of it.
CREATE OR REPLACE FUNCTION access_found(asker bigint, with_relatives boolean) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 100000 SET search_path = pg_catalog, public AS $$
DECLARE
  reads_all boolean := public.access_reads_all(asker);
  asks boolean := EXISTS (SELECT FROM public.access_held(asker) h WHERE h.role IN ({asks}));
  closed uuid[] := ARRAY(SELECT c.person FROM public.access_closed(asker) c);
  denied uuid[] := ARRAY(SELECT c.person FROM public.access_closed(asker) c WHERE c.how <> 'restricted');
  hers uuid[] := '{}';
BEGIN
  IF NOT reads_all THEN
    hers := ARRAY(SELECT DISTINCT c FROM public.access_works_with(asker) c);
  END IF;
  IF with_relatives THEN
    hers := hers || ARRAY(
      SELECT p.id FROM public.people_relationship r JOIN public.people_person p ON p.id = r.other_id
      WHERE r.person_id = ANY (hers) AND NOT p.is_child
      UNION
      SELECT p.id FROM public.people_relationship r JOIN public.people_person p ON p.id = r.person_id
      WHERE r.other_id = ANY (hers) AND NOT p.is_child);
  END IF;
  RETURN QUERY SELECT h FROM unnest(hers) h WHERE h NOT IN (SELECT unnest(closed));
  RETURN QUERY
  SELECT o.person FROM public.access_opened_for_a_reason(asker) o
  WHERE (asks AND o.person <> ALL (closed))
     OR (o.has_stepped_up AND o.person <> ALL (denied) AND (reads_all OR o.person = ANY (hers)));
END $$;

CREATE OR REPLACE FUNCTION access_open(asker bigint) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 100000 SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY SELECT public.access_found(asker, true);
END $$;

-- Of these the children alone: nobody else has rows in the tables of a child's record, and relatives are many.
CREATE OR REPLACE FUNCTION access_open_children(asker bigint) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 100000 SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY SELECT public.access_found(asker, false);
END $$;

-- Whether one record is open to a user, by her ties to it and what closes it: what access_open says of all of hers, and
-- access_reads_all of the others.
CREATE OR REPLACE FUNCTION access_opens(asker bigint, one uuid, ties text[], closed text[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  reads boolean := public.access_reads_all(asker)
    OR ties && ARRAY(SELECT r.role || ' ' || r.relation FROM (VALUES {reads}) r (role, relation));
  asks boolean;
BEGIN
  IF reads AND closed = '{}' THEN
    RETURN true;
  END IF;
  asks := EXISTS (SELECT FROM public.access_held(asker) h WHERE h.role IN ({asks}));
  RETURN EXISTS (
    SELECT FROM public.access_opened_for_a_reason(asker, one) o
    WHERE (asks AND closed = '{}') OR (o.has_stepped_up AND reads AND closed <@ ARRAY['restricted']));
END $$;

CREATE OR REPLACE FUNCTION access_tied(asker bigint, one uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN ARRAY(SELECT t.role || ' ' || t.relation FROM public.access_ties(asker, one) t);
END $$;

CREATE OR REPLACE FUNCTION access_is_open(asker bigint, one uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN public.access_opens(
    asker, one, public.access_tied(asker, one), ARRAY(SELECT c.how FROM public.access_closed(asker, one) c));
END $$;

-- Everything that the policy asks of one record, in one row; of a record that does not exist, the same and not there.
CREATE OR REPLACE FUNCTION access_standing(asker bigint, one uuid)
RETURNS TABLE (
  is_there boolean, ties text[], closed text[], is_listed boolean,
  purpose text, until timestamptz, has_stepped_up boolean, ring text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  hers text[];
  how text[];
BEGIN
  PERFORM public.access_for_herself(asker);
  hers := public.access_tied(asker, one);
  how := ARRAY(SELECT c.how FROM public.access_closed(asker, one) c);
  IF asker = public.access_asker() AND public.access_opens(asker, one, hers, how) THEN
    PERFORM public.access_note_open(ARRAY[one]);
  END IF;
  RETURN QUERY
  SELECT
    EXISTS (SELECT FROM public.people_person p WHERE p.id = one),
    hers,
    how,
    EXISTS (
      SELECT FROM public.access_restriction r JOIN public.access_restrictionmember m ON m.restriction_id = r.id
      WHERE r.person_id = one AND m.user_id = asker AND (r.to_at IS NULL OR r.to_at > now())),
    o.purpose, o.until, o.has_stepped_up,
    (SELECT string_agg(DISTINCT u.name, ', ') FROM public.access_restriction r
     JOIN public.access_user u ON u.id = r.owner_id
     WHERE r.person_id = one AND (r.to_at IS NULL OR r.to_at > now()))::text
  FROM (SELECT) nothing LEFT JOIN (
    SELECT * FROM public.access_opened_for_a_reason(asker, one) f ORDER BY f.has_stepped_up DESC, f.until DESC LIMIT 1
  ) o ON true;
END $$;

-- Restricted records that a user may break the glass to: those she would read if they were not restricted.
CREATE OR REPLACE FUNCTION access_askable(asker bigint) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM public.access_for_herself(asker);
  RETURN QUERY
  WITH closed AS MATERIALIZED (SELECT c.person, c.how FROM public.access_closed(asker) c)
  SELECT DISTINCT c.person FROM closed c
  WHERE c.how = 'restricted'
    AND NOT EXISTS (SELECT FROM closed d WHERE d.person = c.person AND d.how <> 'restricted')
    AND (public.access_reads_all(asker) OR EXISTS (
      SELECT FROM public.access_ties(asker, c.person) t WHERE (t.role, t.relation) IN (VALUES {reads})));
END $$;

-- Whether a user may search for persons at all.
CREATE OR REPLACE FUNCTION access_finds(asker bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.access_held(asker) h WHERE h.role IN ({finds}));
END $$;

-- Teams and all those beneath them.
CREATE OR REPLACE FUNCTION access_teams(tops bigint[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY
  WITH RECURSIVE beneath AS (
    SELECT unnest(tops) AS team
    UNION
    SELECT t.id FROM beneath b JOIN public.workforce_team t ON t.parent_id = b.team
  ) SELECT b.team FROM beneath b;
END $$;

-- The users who hold a role today, and for which team.
CREATE OR REPLACE FUNCTION access_holders(wanted text) RETURNS TABLE (user_id bigint, team bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY
  SELECT h.user_id, h.team_id FROM public.access_roleheld h JOIN public.access_user u ON u.id = h.user_id
  WHERE h.role = wanted AND u.is_active AND (u.left_on IS NULL OR u.left_on > public.access_today())
    AND h.from_on <= public.access_today() AND (h.to_on IS NULL OR h.to_on > public.access_today());
END $$;

-- The reasons that a user gave before for persons who are not of the family of this one: not herself, no relative, and
-- nobody who shares a relative with her.
CREATE OR REPLACE FUNCTION access_reasons_given(asker bigint, about uuid) RETURNS TABLE (reason text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM public.access_for_herself(asker);
  RETURN QUERY
  WITH related AS (
    SELECT r.person_id AS one, r.other_id AS other FROM public.people_relationship r WHERE r.other_id IS NOT NULL
    UNION ALL
    SELECT r.other_id, r.person_id FROM public.people_relationship r WHERE r.other_id IS NOT NULL
  ),
  family AS (
    SELECT about AS person
    UNION
    SELECT a.other FROM related a WHERE a.one = about
    UNION
    SELECT b.other FROM related a JOIN related b ON b.one = a.other WHERE a.one = about
  )
  SELECT DISTINCT o.reason FROM public.access_opening o
  WHERE o.user_id = asker AND o.person_id NOT IN (SELECT f.person FROM family f);
END $$;

-- Who answers for a child's record when somebody else opens it: the nearest team managers of those who work with the
-- child, whoever owns a restriction of it, and those who look after openings.
CREATE OR REPLACE FUNCTION access_answerable(about uuid) RETURNS TABLE (user_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY
  WITH RECURSIVE teams AS (
    SELECT t.team FROM (
      SELECT unnest(ARRAY[i.team_id, w.team_id]) AS team
      FROM public.workforce_involvement i LEFT JOIN public.workforce_worker w ON w.id = i.worker_id
      WHERE i.child_id = about AND (i.ended_on IS NULL OR i.ended_on > public.access_today())
    ) t WHERE t.team IS NOT NULL
    UNION
    SELECT t.parent_id FROM teams b JOIN public.workforce_team t ON t.id = b.team WHERE t.parent_id IS NOT NULL
  )
  SELECT h.user_id FROM public.access_holders('team_manager') h WHERE h.team IN (SELECT t.team FROM teams t)
  UNION
  SELECT r.owner_id FROM public.access_restriction r
  WHERE r.person_id = about AND (r.to_at IS NULL OR r.to_at > now())
  UNION
  SELECT h.user_id FROM public.access_holders('information_governance') h;
END $$;

-- Only functions of the owner ask these.
REVOKE ALL ON FUNCTION access_holds(bigint), access_deputises(bigint), access_case_ties(bigint, uuid[]),
  access_ties(bigint, uuid),
  access_opened_for_a_reason(bigint, uuid),
  access_works_with(bigint),
  access_found(bigint, boolean),
  access_open(bigint),
  access_open_children(bigint),
  access_is_open(bigint, uuid), access_opens(bigint, uuid, text[], text[]), access_tied(bigint, uuid) FROM PUBLIC;
