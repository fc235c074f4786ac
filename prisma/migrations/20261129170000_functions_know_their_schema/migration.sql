-- Statements of the service name their schema and set no search_path, so a trigger's function can't rely on the caller's.
ALTER FUNCTION "refuse_change_of_issued_invoice"() SET search_path FROM CURRENT;
ALTER FUNCTION "refuse_change_of_issued_lines"() SET search_path FROM CURRENT;
ALTER FUNCTION "refuse_lines_of_issued_invoice"() SET search_path FROM CURRENT;
ALTER FUNCTION "refuse_emptying_of_issued"() SET search_path FROM CURRENT;
ALTER FUNCTION "refuse_removal"() SET search_path FROM CURRENT;
ALTER FUNCTION "refuse_change_of_event"() SET search_path FROM CURRENT;
ALTER FUNCTION "assert_invoice_settled"(uuid) SET search_path FROM CURRENT;
ALTER FUNCTION "assert_settlement_entry_counted"() SET search_path FROM CURRENT;
ALTER FUNCTION "assert_settled_amounts"() SET search_path FROM CURRENT;
ALTER FUNCTION "store_vat_of_issued"() SET search_path FROM CURRENT;
