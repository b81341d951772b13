-- Pairs of people who share enough to be compared, in the order of their keys. Each statement is one reason.

-- The same number, of which nobody has two.
SELECT a.id, b.id
FROM people_identifier i
JOIN people_identifier j ON j.scheme = i.scheme AND j.person_id > i.person_id
  AND upper(regexp_replace(j.value, '[^A-Za-z0-9]', '', 'g')) = upper(regexp_replace(i.value, '[^A-Za-z0-9]', '', 'g'))
JOIN people_person a ON a.id = i.person_id
JOIN people_person b ON b.id = j.person_id
WHERE i.scheme = ANY (%(of_one)s) AND a.merged_into_id IS NULL AND b.merged_into_id IS NULL
  AND upper(regexp_replace(i.value, '[^A-Za-z0-9]', '', 'g')) <> '';

-- Born on one day, with a name that is spelt or sounds alike, the youngest first.
SELECT DISTINCT a.id, b.id, a.birth_on
FROM people_person a
JOIN people_person b ON b.birth_on = a.birth_on AND b.id > a.id
JOIN people_personname m ON m.person_id = a.id
JOIN people_personname n ON n.person_id = b.id AND n.keys && m.keys
WHERE a.merged_into_id IS NULL AND b.merged_into_id IS NULL
ORDER BY a.birth_on DESC;

-- Likewise, with day and month exchanged.
SELECT DISTINCT least(a.id, b.id), greatest(a.id, b.id)
FROM people_person a
JOIN people_person b ON b.id <> a.id AND b.birth_on = make_date(
  extract(year FROM a.birth_on)::int,
  CASE WHEN extract(day FROM a.birth_on) <= 12 THEN extract(day FROM a.birth_on)::int ELSE 1 END,
  extract(month FROM a.birth_on)::int)
JOIN people_personname m ON m.person_id = a.id
JOIN people_personname n ON n.person_id = b.id AND n.keys && m.keys
WHERE extract(day FROM a.birth_on) <= 12 AND extract(day FROM a.birth_on) <> extract(month FROM a.birth_on)
  AND a.merged_into_id IS NULL AND b.merged_into_id IS NULL;

-- Two mothers, or two fathers, of one child.
SELECT DISTINCT least(a.id, b.id), greatest(a.id, b.id)
FROM people_relationship r
JOIN people_relationship s ON s.person_id = r.person_id AND s.relation = r.relation AND s.other_id <> r.other_id
JOIN people_person a ON a.id = r.other_id
JOIN people_person b ON b.id = s.other_id
JOIN people_personname m ON m.person_id = a.id
JOIN people_personname n ON n.person_id = b.id AND n.keys && m.keys
WHERE r.relation IN ('mother', 'father', 'parent') AND a.merged_into_id IS NULL AND b.merged_into_id IS NULL
