-- The e-invoice of documents that name none. A build before this one leaves it empty, which is none. The organisations
-- of before have no value, so no row is checked.
ALTER TABLE "organisation"
    ADD COLUMN "e_invoice" TEXT,
    ADD CONSTRAINT "organisation_e_invoice_check"
        CHECK ("e_invoice" IN ('en16931', 'peppol', 'xrechnung', 'facturx')) NOT VALID;
