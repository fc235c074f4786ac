import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { documentPdf } from '../../app/features/documents/document-pdf.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const seller = useOrganisation(service);

test('an issued invoice is answered as a PDF', async () => {
    const { id } = await seller.issued();

    const { status, headers, text } = await seller.call('GET', `/invoices/${id}/pdf`);

    expect([status, headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(text).toMatch(/^%PDF-1\.7/);
});

test('other features get the same document with its file name and hash', async () => {
    const { id } = await seller.issued();

    const file = await documentPdf(service.dependencies, { organisationId: seller.id, invoiceId: id });

    expect(file.fileName).toMatch(/^FV-\d{4}-\d\d-0001\.pdf$/);
    expect(file.sha256).toBe(createHash('sha256').update(file.bytes).digest('hex'));
});
