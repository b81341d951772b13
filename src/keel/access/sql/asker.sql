-- Who asks, as the web process signed it for this one transaction. The claim is user.process.began.step-up.signature,
-- the signature an HMAC-SHA256 under a key that the web role cannot read: a statement slipped into a web session cannot
-- make itself another user, and what it catches is worth nothing in another transaction. No clock ends a claim while its
-- transaction lasts, and one that is not good is an error: else a page would look as if there were nothing to see.

CREATE OR REPLACE FUNCTION access_transaction() RETURNS text LANGUAGE sql STABLE
AS $$ SELECT {transaction} $$;

-- Only functions of the owner may sign.
CREATE OR REPLACE FUNCTION access_signed(said text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  key public.access_wallkey;
BEGIN
  SELECT * INTO STRICT key FROM public.access_wallkey WHERE id = 1;
  RETURN encode(sha256(key.outer_half || sha256(key.inner_half || convert_to(said, 'UTF8'))), 'hex');
END $$;
REVOKE ALL ON FUNCTION access_signed(text) FROM PUBLIC;

-- The parts of the claim; NULL where nobody is named.
CREATE OR REPLACE FUNCTION access_claimed() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  claim text := current_setting('keel.claim', true);
  parts text[];
BEGIN
  IF claim IS NULL OR claim = '' THEN
    RETURN NULL;
  END IF;
  parts := string_to_array(claim, '.');
  IF claim !~ '^\d{1,18}\.\d{1,10}\.\d{1,18}\.[01]\.[0-9a-f]{64}$'
     OR public.access_signed(array_to_string(parts[1:4], '.')) <> parts[5]
     OR parts[2] || '.' || parts[3] <> public.access_transaction() THEN
    RAISE EXCEPTION 'Who asks is not known: the claim is of another transaction, or signed with another key.'
      USING ERRCODE = '28000';
  END IF;
  RETURN parts;
END $$;

CREATE OR REPLACE FUNCTION access_asker() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN (public.access_claimed())[1]::bigint;
END $$;

-- The web role asks for whoever the claim names, and for nobody else: words slipped into a statement must not learn
-- which records are open, or closed, to another.
CREATE OR REPLACE FUNCTION access_for_herself(someone bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF (session_user = '{web}' OR current_setting('role') = '{web}') AND someone IS DISTINCT FROM public.access_asker() THEN
    RAISE EXCEPTION 'Nobody asks for another.' USING ERRCODE = '42501';
  END IF;
END $$;
