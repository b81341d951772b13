-- Which member of staff a user is. Whoever is a member of staff may open her children's records, so the web role does not
-- write it; it may ask for this, for whoever administers users, and never for herself. Nobody (NULL) unties.
CREATE OR REPLACE FUNCTION access_user_is(someone bigint, whom bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF (session_user = '{web}' OR current_setting('role') = '{web}')
     AND (NOT public.access_administers() OR someone = public.access_asker()) THEN
    RAISE EXCEPTION 'Only whoever administers users says who somebody is among staff.' USING ERRCODE = '42501';
  END IF;
  UPDATE public.workforce_worker SET user_id = NULL WHERE user_id = someone AND id IS DISTINCT FROM whom;
  UPDATE public.workforce_worker SET user_id = someone WHERE id = whom AND user_id IS NULL;
END $$;

-- The members of staff who have children now and cannot sign in, with how many: for whoever administers, who sees
-- nothing of the children.
CREATE OR REPLACE FUNCTION access_staff_unknown() RETURNS TABLE (worker bigint, children bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF (session_user = '{web}' OR current_setting('role') = '{web}') AND NOT public.access_administers() THEN
    RAISE EXCEPTION 'Only whoever administers users is told of staff who cannot sign in.' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY
  SELECT w.id, count(DISTINCT i.child_id)
  FROM public.workforce_worker w
  JOIN public.workforce_involvement i ON i.worker_id = w.id
  WHERE w.user_id IS NULL AND (w.to_on IS NULL OR w.to_on > public.access_today())
    AND (i.ended_on IS NULL OR i.ended_on > public.access_today())
    AND public.access_capacity(i.role) NOT IN ({helping})
  GROUP BY w.id;
END $$;

-- How sources write the special involvements, so that a list of children need not ask it of each: words, and no child's.
-- Each word is looked for behind the one before it in the index, for there are few words and many rows.
CREATE OR REPLACE FUNCTION access_special_roles() RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY
  WITH RECURSIVE written (role) AS (
    SELECT min(i.role)::text FROM public.workforce_involvement i
    UNION ALL
    SELECT (SELECT min(i.role)::text FROM public.workforce_involvement i WHERE i.role > w.role)
    FROM written w WHERE w.role IS NOT NULL
  )
  SELECT w.role FROM written w WHERE public.access_capacity(w.role) IN ({special});
END $$;
