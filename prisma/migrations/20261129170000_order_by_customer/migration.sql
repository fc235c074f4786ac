-- The list by customer name; the expression is that of list.sql.ts. Polish letters stand beside the Latin ones that they
-- derive from, in any locale of the database, and a nameless buyer comes last.
CREATE INDEX "invoice_organisation_id_customer_name_order_idx" ON "invoice"("organisation_id", (COALESCE(LEFT(LOWER(TRANSLATE("customer_name", 'ĄĆĘŁŃÓŚŹŻąćęłńóśźż', 'ACELNOSZZacelnoszz')), 100), U&'\FFFD') COLLATE "C"), "id");
