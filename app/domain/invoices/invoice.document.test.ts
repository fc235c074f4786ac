import { expect, test } from '@jest/globals';
import { invoiceDocument, withNumber } from './invoice.document.ts';
import { exampleDraft, exampleIssued } from './invoice.example.ts';
import { newStandIns, textsFor } from './stand-ins.ts';
import { changeRecord } from './change-record.ts';

const author = {
    caller: { subject: 'user-17', organisationId: 'org-1', scopes: [], via: 'token' }, requestId: 'req-1'
} as const;
const now = new Date('2026-11-23T10:20:00.000Z');

test('the document of an invoice is made once, and that of an equal one is equal', () => {
    const invoice = { ...exampleIssued };

    expect(invoiceDocument(invoice)).toBe(invoiceDocument(invoice));
    expect(JSON.stringify(invoiceDocument({ ...invoice }))).toBe(JSON.stringify(invoiceDocument(invoice)));
});

test('an invoice that takes its number has the document that would be made of it', () => {
    const numbered = withNumber({ ...exampleIssued, number: null }, {
        number: 'FV/2026/11/0007', chainHash: 'f00d', seriesId: 'vat_invoice-2026-11', seriesNumber: 7n
    });

    expect(numbered).toMatchObject({ number: 'FV/2026/11/0007', chainHash: 'f00d', seriesNumber: 7n });
    expect(JSON.stringify(invoiceDocument(numbered))).toBe(JSON.stringify(invoiceDocument({ ...numbered })));
});

test('stand-ins are told apart from each other, and replaced by what was taken', () => {
    const [one, other] = [newStandIns(), newStandIns()];

    expect(new Set([one.number, one.chainHash, other.number, other.chainHash]).size).toBe(4);
    expect([...textsFor(one, { number: 'FV/1', chainHash: 'f00d' })])
        .toEqual([[one.number, 'FV/1'], [one.chainHash, 'f00d']]);
});

test('a change is told to the audit trail, and to others where an event has its name', () => {
    const edited = { ...exampleDraft, notes: 'Delivery on Monday', version: exampleDraft.version + 1 };

    const ofEdit = changeRecord(author, { action: 'invoice.edited', before: exampleDraft, after: edited, now });
    const ofIssue = changeRecord(author, { action: 'invoice.issued', before: null, after: exampleIssued, now });

    expect(ofEdit.audit).toMatchObject({
        action: 'invoice.edited', invoice_id: edited.id, actor: 'user-17', request_id: 'req-1',
        after: { notes: 'Delivery on Monday' }
    });
    expect(ofEdit.events).toEqual([]);
    expect(ofIssue.events)
        .toEqual([expect.objectContaining({ type: 'invoice.issued', invoiceId: exampleIssued.id, now })]);
    expect(ofIssue.events[0]?.data).toBe(ofIssue.audit.after);
});
