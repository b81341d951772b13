-- The chain of what was done and looked at. One row is the end of the chain; whoever adds an entry holds it until her
-- transaction ends, so that the numbers have no gaps and two entries never follow the same one.

CREATE OR REPLACE FUNCTION access_audit_chain() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  head public.access_audithead;
BEGIN
  SELECT * INTO STRICT head FROM public.access_audithead WHERE id = 1 FOR UPDATE;
  NEW.sequence := head.sequence + 1;
  NEW.at := clock_timestamp();
  NEW.previous := head.hash;
  NEW.hash := {hash};
  UPDATE public.access_audithead SET sequence = NEW.sequence, hash = NEW.hash WHERE id = 1;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION access_audit_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The record of who did and looked at what is only ever added to.' USING ERRCODE = '42501';
END $$;

CREATE OR REPLACE TRIGGER chain BEFORE INSERT ON access_auditentry FOR EACH ROW EXECUTE FUNCTION access_audit_chain();
CREATE OR REPLACE TRIGGER stands BEFORE UPDATE OR DELETE ON access_auditentry
FOR EACH ROW EXECUTE FUNCTION access_audit_stands();
CREATE OR REPLACE TRIGGER stands_whole BEFORE TRUNCATE ON access_auditentry
FOR EACH STATEMENT EXECUTE FUNCTION access_audit_stands();
