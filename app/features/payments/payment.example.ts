import { exampleIssued } from '../../domain/invoices/invoice.example.ts';
import { afterSettlement } from './balances.ts';
import type { Settlement } from './settlement.ts';

/** The examples of the API's documentation, computed by the same code as real payments. Invented data. */

const now = new Date('2026-11-23T10:15:00.000Z');

/** A payment of part of the example invoice. */
export const examplePayment: Settlement = {
    id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c01',
    organisationId: 'default',
    kind: 'payment',
    customerId: 'c0000000-0000-4000-8000-000000000001',
    contactId: 'c0000000-0000-4000-8000-000000000001',
    currency: 'PLN',
    amountMinor: 100_000n,
    method: 'bank_transfer',
    settledOn: '2026-11-23',
    reference: 'FV/2026/11/0042',
    notes: null,
    reason: null,
    reversesId: null,
    correctiveId: null,
    createdBy: 'user-17',
    createdAt: now,
    entries: [{
        id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c02', account: 'paid', invoiceId: exampleIssued.id, amountMinor: 100_000n
    }]
};

/** The invoice after that payment. */
export const examplePaid = afterSettlement([exampleIssued], examplePayment)[0] ?? exampleIssued;
