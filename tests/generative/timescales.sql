-- What the book of timescales says of a table of events, as at one day, in sets. Written from the words of
-- keel/practice/timescales/model.py. Days are whole numbers since 1 January 1970. One statement after another;
-- each makes a table that the next ones read.
--
-- A timescale's told_from is the day since when what may meet it is written down; NULL where it always was. What does
-- not recur and fell due before is not read, and where it cannot be told when it falls due, what began before.
--
-- Given: as_of(day), calendar(day, is_working, worked), version(standard, from_day, until_day, unit, value),
-- timescale(...), condition(t, role, part, kind), asks(t, role, part, fact, wanted, must), child_asks(t, fact),
-- child(child, birth, expected, died), child_said(child, fact, said), event(event, child, kind, day, minute,
-- episode, anchor, number), event_said(event, fact, said).

-- The day each standard gives for each day of the calendar, counted on the calendar.
CREATE OR REPLACE TEMP TABLE due AS
WITH today AS (
    SELECT v.standard, 'today' AS version, c.day, c.is_working, c.worked, v.unit, v.value
    FROM version v, as_of a, calendar c
    WHERE a.day BETWEEN v.from_day AND v.until_day
), trigger AS (
    SELECT v.standard, 'trigger' AS version, c.day, c.is_working, c.worked, v.unit, v.value
    FROM version v JOIN calendar c ON c.day BETWEEN v.from_day AND v.until_day
), counted AS (SELECT * FROM today UNION ALL SELECT * FROM trigger),
in_working_days AS (
    SELECT f.standard, f.version, f.day, CASE WHEN f.value = 0 THEN f.day ELSE c.day END AS due
    FROM counted f
    JOIN calendar c ON c.is_working AND c.worked = CASE
        WHEN f.value >= 0 THEN f.worked + greatest(f.value, 1)
        ELSE f.worked - f.is_working::INT + f.value + 1 END
    WHERE f.unit IN ('working days', 'court days')
), otherwise AS (
    SELECT standard, version, day, CASE unit
        WHEN 'calendar days' THEN day + value
        WHEN 'weeks' THEN day + 7 * value
        WHEN 'months' THEN datediff('day', DATE '1970-01-01', (DATE '1970-01-01' + day::INT + to_months(value::INT))::DATE)
        WHEN 'years' THEN datediff('day', DATE '1970-01-01', (DATE '1970-01-01' + day::INT + to_years(value::INT))::DATE)
        WHEN 'hours' THEN day + ceil(value / 24.0)
        WHEN 'weeks of pregnancy' THEN day - 7 * (40 - value)
        ELSE day END AS due
    FROM counted WHERE unit NOT IN ('working days', 'court days')
)
SELECT standard, version, day::INT AS day, due::INT AS due FROM in_working_days
UNION ALL SELECT standard, version, day::INT, due::INT FROM otherwise;
--
-- Events that had happened, each with its seat: the order of the child's day.
CREATE OR REPLACE TEMP TABLE happened AS
SELECT e.*, row_number() OVER (ORDER BY child, e.day, coalesce(minute, -1), event) AS seat
FROM event e, as_of a WHERE e.day <= a.day;
--
-- Whether each event is what each condition asks for: 2 yes, 1 in doubt; those that are not are kept as 0.
CREATE OR REPLACE TEMP TABLE judged AS
WITH by_part AS (
    SELECT c.t, c.role, c.part, h.event, CASE
        WHEN bool_or(s.said <> a.wanted) THEN 0
        WHEN bool_or(a.must AND s.said IS NULL) THEN 1
        ELSE 2 END AS value
    FROM condition c
    JOIN happened h ON h.kind = c.kind
    LEFT JOIN asks a ON a.t = c.t AND a.role = c.role AND a.part = c.part
    LEFT JOIN event_said s ON s.event = h.event AND s.fact = a.fact
    GROUP BY ALL
)
SELECT t, role, event, max(value) AS value FROM by_part GROUP BY ALL;
--
-- Every event that starts a timescale, or may have, with the child it belongs to.
CREATE OR REPLACE TEMP TABLE started AS
WITH owed AS (
    SELECT a.t, c.child,
        bool_or(s.said IS NOT NULL AND NOT s.said) AS is_not, bool_or(s.said IS NULL) AS is_doubtful
    FROM child_asks a CROSS JOIN child c
    LEFT JOIN child_said s ON s.child = c.child AND s.fact = a.fact
    GROUP BY ALL
)
SELECT j.t, h.event AS start, h.child, h.day, h.kind, h.minute, h.episode, h.anchor, c.birth, c.expected, c.died,
    CASE WHEN x.number_at_least IS NOT NULL AND h.number IS NULL THEN 'number'
         WHEN j.value = 1 OR coalesce(o.is_doubtful, FALSE) THEN 'start' ELSE '' END AS doubt
FROM judged j
JOIN timescale x USING (t)
JOIN happened h USING (event)
JOIN child c USING (child)
LEFT JOIN owed o ON o.t = j.t AND o.child = h.child
WHERE j.role = 'start' AND j.value > 0 AND NOT coalesce(o.is_not, FALSE)
    AND (x.number_at_least IS NULL OR h.number IS NULL OR h.number >= x.number_at_least);
--
-- The days between which each duty runs.
CREATE OR REPLACE TEMP TABLE duty AS
WITH born AS (
    SELECT s.*, x.* EXCLUDE (t), coalesce(b.due, s.day) AS begun, l.due AS lasts_until,
        datediff('day', DATE '1970-01-01', (DATE '1970-01-01' + s.birth + to_years(x.from_age))::DATE) AS old_enough,
        datediff('day', DATE '1970-01-01', (DATE '1970-01-01' + s.birth + to_years(x.until_age))::DATE) AS too_old,
        x.born = 'born' OR x.from_age IS NOT NULL OR x.until_age IS NOT NULL AS needs_birth
    FROM started s
    JOIN timescale x USING (t)
    LEFT JOIN due b ON b.standard = x.begins_after AND b.version = x.version AND b.day = s.day
    LEFT JOIN due l ON l.standard = x.lasts AND l.version = x.version AND l.day = s.day
    WHERE s.doubt = '' AND NOT x.is_before
), owed AS (
    SELECT *, greatest(begun, old_enough, CASE WHEN born = 'born' THEN birth END) AS owed_from,
        CASE WHEN needs_birth AND birth IS NULL THEN 'birth' ELSE '' END AS why
    FROM born
), opened AS (
    -- What meets a duty that recurs has been written down only since a day: the days before it do not count.
    SELECT *, CASE WHEN recurs AND told_from > owed_from THEN told_from ELSE owed_from END AS opened FROM owed
    WHERE NOT (born = 'unborn' AND birth IS NOT NULL AND birth <= begun)
        AND NOT (needs_birth AND birth IS NULL AND expected IS NOT NULL)
), stopped AS (
    SELECT d.t, d.start, min(e.day) AS day
    FROM opened d
    JOIN happened e ON e.child = d.child AND e.day >= d.day AND e.event <> d.start
    JOIN judged j ON j.t = d.t AND j.role = 'end' AND j.event = e.event AND j.value = 2
    WHERE d.ended_by_any OR NOT d.linked OR d.episode IS NULL OR e.episode IS NULL OR d.episode = e.episode
    GROUP BY ALL
), ends AS (
    SELECT d.*, least(s.day, greatest(d.died, CASE WHEN d.died IS NOT NULL THEN d.day END), d.lasts_until, d.too_old,
        CASE WHEN d.born = 'unborn' AND d.birth IS NOT NULL THEN greatest(d.birth, d.day) END) AS last_day
    FROM opened d LEFT JOIN stopped s ON s.t = d.t AND s.start = d.start
)
SELECT e.* EXCLUDE (last_day), CASE WHEN e.last_day <= a.day THEN e.last_day END AS ended, a.day AS today
FROM ends e, as_of a
WHERE e.opened <= a.day AND (e.last_day IS NULL OR e.last_day >= e.opened OR e.last_day > a.day)
    AND (e.too_old IS NULL OR e.too_old > e.owed_from);
--
-- Every event that could meet a duty, and those after its end that hide earlier ones, which could have.
CREATE OR REPLACE TEMP TABLE candidate AS
SELECT d.t, d.start, h.event, h.day, h.seat, h.minute, h.anchor, h.day <= coalesce(d.ended, d.today) AS is_within,
    CASE WHEN h.day <= coalesce(d.ended, d.today) THEN j.value END AS value,
    EXISTS (FROM event_said s WHERE s.event = h.event AND s.fact = 'earlier_unknown' AND s.said) AS is_partial
FROM duty d
JOIN happened h ON h.child = d.child AND h.day BETWEEN d.opened AND d.today AND h.event <> d.start
JOIN judged j ON j.t = d.t AND j.role = 'met' AND j.event = h.event
WHERE (NOT d.linked OR d.episode IS NULL OR h.episode IS NULL OR d.episode = h.episode)
    AND NOT (d.hours IS NOT NULL AND h.day = d.day AND coalesce(h.minute < d.minute, FALSE));
--
-- Each span that a duty may be cut into: from its start, and from every event that might have met it.
CREATE OR REPLACE TEMP TABLE span AS
WITH point AS (
    SELECT t, start, start AS link, opened AS at, anchor, TRUE AS is_first, opened = owed_from AS is_from_start,
        opened = owed_from
            AND EXISTS (FROM condition c WHERE c.t = duty.t AND c.role = 'met' AND c.kind = duty.kind) AS is_strict
    FROM duty
    UNION ALL
    SELECT c.t, c.start, c.event, c.day, c.anchor, FALSE, FALSE, TRUE
    FROM candidate c JOIN timescale x USING (t) WHERE x.recurs AND c.is_within
), origin AS (
    SELECT p.*, x.allowance, x.version, x.earlier_of, x.counts_from, x.share, x.hours,
        CASE x.counts_from WHEN 'anchor' THEN p.anchor WHEN 'either' THEN coalesce(p.anchor, p.at) ELSE p.at END AS day_0
    FROM point p JOIN timescale x USING (t)
)
SELECT o.* EXCLUDE (day_0),
    CASE WHEN o.share IS NOT NULL THEN o.at + floor((o.anchor - o.at) * o.share)::INT
         WHEN e.due IS NULL THEN f.due ELSE least(f.due, e.due) END AS due,
    CASE WHEN (o.share IS NOT NULL OR o.counts_from = 'anchor') AND o.anchor IS NULL THEN 'anchor' ELSE '' END AS doubt,
    CASE WHEN o.counts_from = 'either' THEN least(o.at, o.anchor) ELSE o.at END AS since
FROM origin o
LEFT JOIN due f ON f.standard = o.allowance AND f.version = o.version AND f.day = o.day_0
LEFT JOIN due e ON e.standard = o.earlier_of AND e.version = o.version AND e.day = o.anchor
WHERE o.share IS NOT NULL OR f.due IS NOT NULL OR (o.counts_from = 'anchor' AND o.anchor IS NULL);
--
-- What became of each span: the first sure, doubtful and partial event in it, and where that leaves it.
CREATE OR REPLACE TEMP TABLE step AS
WITH found AS (
    SELECT s.t, s.start, s.link,
        arg_min(c.event, c.seat) FILTER (c.value = 2) AS sure,
        arg_min(c.event, c.seat) FILTER (c.value = 1) AS doubtful,
        arg_min(c.event, c.seat) FILTER (c.is_partial AND c.day > s.at) AS partial
    FROM span s
    JOIN candidate c ON c.t = s.t AND c.start = s.start AND (c.day > s.at OR (c.day = s.at AND NOT s.is_strict))
    GROUP BY ALL
), placed AS (
    SELECT s.*, d.ended, d.today, d.why, d.day AS start_day, d.minute AS start_minute,
        f.sure, f.doubtful, f.partial, a.day AS sure_day, a.minute AS sure_minute, b.day AS doubtful_day, c.day AS partial_day
    FROM span s
    JOIN duty d USING (t, start)
    LEFT JOIN found f USING (t, start, link)
    LEFT JOIN happened a ON a.event = f.sure
    LEFT JOIN happened b ON b.event = f.doubtful
    LEFT JOIN happened c ON c.event = f.partial
), timely AS (
    SELECT *, CASE
        WHEN hours IS NOT NULL AND start_minute IS NOT NULL AND sure_minute IS NOT NULL
        THEN (sure_day - start_day) * 1440 + sure_minute - start_minute <= hours * 60
        ELSE sure_day <= due END AS in_time
    FROM placed
), told AS (
    SELECT *, CASE
        WHEN why <> '' OR doubt <> '' THEN 'cannot be computed'
        WHEN in_time THEN 'met'
        WHEN doubtful_day <= due THEN 'cannot be computed'
        WHEN partial_day <= coalesce(sure_day, partial_day) AND NOT coalesce(ended <= due, FALSE) THEN 'cannot be computed'
        WHEN sure IS NOT NULL THEN 'late'
        WHEN ended <= due THEN 'ended'
        WHEN ended IS NOT NULL THEN 'missed'
        WHEN today <= due THEN 'running'
        ELSE 'overdue' END AS status,
        CASE
        WHEN why <> '' THEN why
        WHEN doubt <> '' THEN doubt
        WHEN in_time THEN ''
        WHEN doubtful_day <= due THEN 'met'
        WHEN partial_day <= coalesce(sure_day, partial_day) AND NOT coalesce(ended <= due, FALSE) THEN 'earlier'
        ELSE '' END AS reason
    FROM timely
)
SELECT t, start, link, told.at AS from_day, is_first, is_from_start, since AS started, status, reason AS doubt,
    CASE WHEN reason IN ('birth', 'anchor') THEN NULL ELSE due END AS due,
    CASE WHEN reason = 'met' THEN doubtful WHEN reason = 'earlier' THEN partial
         WHEN status IN ('met', 'late') THEN sure END AS reached,
    ended,
    CASE WHEN status = 'late' THEN sure_day WHEN status = 'missed' THEN ended WHEN status = 'overdue' THEN today END AS over_day
FROM told;
--
-- The spans that come after one another, followed from each start: the readings, but for those that count back.
CREATE OR REPLACE TEMP TABLE forwards AS
WITH RECURSIVE chain AS (
    SELECT * FROM step WHERE is_first
    UNION ALL
    SELECT s.* FROM chain c JOIN step s ON s.t = c.t AND s.start = c.start AND s.link = c.reached AND NOT s.is_first
)
SELECT c.t, c.link AS start, c.started, c.due, c.reached AS met,
    CASE WHEN c.reached IS NULL THEN c.ended END AS ended, c.status, c.doubt, c.over_day
FROM chain c JOIN timescale x USING (t)
WHERE NOT (c.is_from_start AND x.skips_first AND c.doubt NOT IN ('birth', 'anchor'))
    AND (x.recurs OR x.told_from IS NULL OR coalesce(c.due, c.from_day) >= x.told_from);
--
-- Those that count back from what starts them, since the start before.
CREATE OR REPLACE TEMP TABLE backwards AS
WITH earlier AS (
    SELECT s.t, s.start, max(h.day) AS day
    FROM started s
    JOIN happened h ON h.child = s.child AND h.day < s.day
    JOIN condition c ON c.t = s.t AND c.role = 'start' AND c.kind = h.kind
    GROUP BY ALL
), found AS (
    SELECT s.t, s.start, s.day, d.due, arg_min(h.event, h.seat) FILTER (j.value = 2) AS sure,
        arg_min(h.event, h.seat) FILTER (j.value = 1) AS doubtful
    FROM started s
    JOIN timescale x ON x.t = s.t AND x.is_before
    JOIN due d ON d.standard = x.allowance AND d.version = x.version AND d.day = s.day
    LEFT JOIN earlier e ON e.t = s.t AND e.start = s.start
    LEFT JOIN (happened h JOIN judged j ON j.role = 'met' AND j.event = h.event AND j.value > 0)
        ON h.child = s.child AND j.t = s.t AND h.event <> s.start
        AND h.day <= s.day AND h.day > coalesce(e.day, h.day - 1)
        AND (NOT x.linked OR s.episode IS NULL OR h.episode IS NULL OR s.episode = h.episode)
    WHERE s.doubt = '' AND coalesce(x.told_from, d.due) <= d.due
    GROUP BY ALL
), told AS (
    SELECT f.*, CASE WHEN a.day <= f.due THEN 'met' WHEN b.day <= f.due THEN 'cannot be computed'
        WHEN a.day IS NOT NULL THEN 'late' ELSE 'missed' END AS status, a.day AS sure_day
    FROM found f
    LEFT JOIN happened a ON a.event = f.sure
    LEFT JOIN happened b ON b.event = f.doubtful
)
SELECT t, start, day AS started, due,
    CASE status WHEN 'met' THEN sure WHEN 'late' THEN sure WHEN 'cannot be computed' THEN doubtful END AS met,
    CASE WHEN status = 'missed' THEN day END AS ended, status,
    CASE WHEN status = 'cannot be computed' THEN 'met' ELSE '' END AS doubt,
    CASE status WHEN 'late' THEN sure_day WHEN 'missed' THEN day END AS over_day
FROM told;
--
-- Starts that cannot be told for sure, where the law was in force.
CREATE OR REPLACE TEMP TABLE doubtful AS
SELECT s.t, s.start, s.day AS started, NULL::INT AS due, NULL::INT AS met, NULL::INT AS ended,
    'cannot be computed' AS status, s.doubt, NULL::INT AS over_day
FROM started s JOIN timescale x USING (t)
WHERE s.doubt <> '' AND coalesce(x.told_from, s.day) <= s.day AND (x.share IS NOT NULL OR EXISTS (
    FROM due d WHERE d.standard = x.allowance AND d.version = x.version AND d.day = s.day));
--
-- The readings, with the days over: working days where the allowance is in those.
CREATE OR REPLACE TEMP TABLE reading AS
WITH together AS (FROM forwards UNION ALL FROM backwards UNION ALL FROM doubtful)
SELECT x.key AS timescale, h.child, r.start, r.started, r.due, r.met, r.ended, r.status, r.doubt,
    CASE WHEN r.over_day IS NULL OR r.over_day <= r.due THEN 0
         WHEN NOT x.in_working_days THEN r.over_day - r.due
         ELSE (SELECT count(*) FROM calendar c WHERE c.is_working AND c.day > r.due AND c.day <= r.over_day) END::INT AS over
FROM together r
JOIN timescale x USING (t)
JOIN happened h ON h.event = r.start;
