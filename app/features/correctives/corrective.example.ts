import { exampleIssued, exampleOrganisation } from '../../domain/invoices/invoice.example.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { sealed } from '../../domain/invoices/issue.ts';
import { noCorrections } from './corrected-state.ts';
import { everything } from './correction-input.ts';
import { newCorrective } from './corrective.ts';

const [firstLine] = exampleIssued.lines;

const { invoice, series } = newCorrective({
    organisation: exampleOrganisation,
    original: exampleIssued,
    corrections: noCorrections,
    changes: firstLine === undefined
        ? everything : { ...everything, isFull: false, items: [{ itemId: firstLine.id, quantity: 22_500_000n }] },
    reason: 'Zwrot dwóch paczek paneli',
    notes: null,
    createdBy: 'user-17',
    today: '2026-11-24',
    now: new Date('2026-11-24T08:30:00.000Z')
});

/**
 * A corrective of the documentation's example invoice, computed by the same code as real ones; its ids are constant.
 */
export const exampleCorrective: Invoice = sealed({
    ...invoice,
    id: '0199f8f8-1a2b-7c3d-8e4f-5a6b7c8d9e0f',
    number: 'FK/2026/11/0003',
    seriesId: series.id,
    seriesNumber: 3n,
    lines: invoice.lines.map((line, index) => ({ ...line, id: `0199f8f8-1a2b-7c3d-8e4f-5a6b7c8d9e1${index}` }))
});
