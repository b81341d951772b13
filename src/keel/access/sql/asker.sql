-- Who asks, as the web process signed it for this one transaction. The claim is user.expiry.step-up.signature, the
-- signature an HMAC-SHA256 under a key that the web role cannot read: a statement slipped into a web session cannot
-- make itself another user, nor stay one.

CREATE OR REPLACE FUNCTION access_claimed() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  claim text := current_setting('keel.claim', true);
  parts text[];
  said bytea;
  key public.access_wallkey;
BEGIN
  IF claim IS NULL OR claim !~ '^\d{1,18}\.\d{1,12}\.[01]\.[0-9a-f]{64}$' THEN
    RETURN NULL;
  END IF;
  parts := string_to_array(claim, '.');
  said := convert_to(parts[1] || '.' || parts[2] || '.' || parts[3], 'UTF8');
  SELECT * INTO key FROM public.access_wallkey WHERE id = 1;
  IF encode(sha256(key.outer_half || sha256(key.inner_half || said)), 'hex') IS DISTINCT FROM parts[4]
     OR parts[2]::bigint <= extract(epoch FROM clock_timestamp()) THEN
    RETURN NULL;
  END IF;
  RETURN parts;
END $$;

CREATE OR REPLACE FUNCTION access_asker() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN (public.access_claimed())[1]::bigint;
END $$;
