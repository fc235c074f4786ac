/**
 * SQL of the advance invoices of proforma `i`, each with its amounts after its correctives.
 */
export const advanceInvoices = `CASE WHEN i.invoice_type = 'proforma' AND i.number IS NOT NULL THEN (
        SELECT json_agg(json_build_array(a.id, a.number, a.issue_date, a.tax_point_date, a.advance_payment_id, a.status,
            a.version, a.total_gross::text, (
                SELECT json_agg(json_build_array(r.vat_category, r.vat_rate::text, r.net::text, r.vat::text,
                    NULLIF(r.vat_word, '')) ORDER BY r.vat_category, r.vat_rate DESC, r.vat_word)
                FROM (SELECT v.vat_category, v.vat_rate, v.vat_word, SUM(v.net) AS net, SUM(v.vat) AS vat
                    FROM invoices.invoice_vat v
                    WHERE v.organisation_id = i.organisation_id AND v.invoice_id = ANY(ARRAY(
                        SELECT c.id FROM invoices.invoice c WHERE c.corrects_id = a.id) || a.id)
                    GROUP BY v.vat_category, v.vat_rate, v.vat_word) r)) ORDER BY a.id)
        FROM invoices.invoice a WHERE a.advance_of_id = i.id) END AS advance_invoices`;

/** SQL of the issued final invoice that deducts advance invoice `i`, until it gives its advances back. */
export const deductedBy = `CASE WHEN i.invoice_type = 'advance_invoice' THEN (
        SELECT json_build_array(f.id, f.number) FROM invoices.invoice f
        WHERE f.converted_from_id = i.advance_of_id AND f.number IS NOT NULL AND f.status <> 'cancelled'
            AND f.advances @> jsonb_build_array(jsonb_build_object('invoiceId', i.id))
            AND NOT EXISTS (SELECT FROM invoices.invoice c WHERE c.corrects_id = f.id AND c.advances IS NOT NULL)
        LIMIT 1) END AS deducted_by`;
