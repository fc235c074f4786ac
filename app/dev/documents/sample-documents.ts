import { exampleOrganisation } from '../../domain/invoices/invoice.example.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { printInvoice, type PrintOptions } from '../../domain/printing/print-invoice.ts';
import type { PrintedDocument, PrintLanguage } from '../../domain/printing/printed-document.ts';
import { sellerOf, type Organisation } from '../../domain/organisations/organisation.ts';
import { advanceDraft } from '../../features/advances/advance-draft.ts';
import { noCorrections } from '../../features/correctives/corrected-state.ts';
import { everything, type Changes } from '../../features/correctives/correction-input.ts';
import { newCorrective } from '../../features/correctives/corrective.ts';
import { convert } from '../../features/proforma/convert.ts';
import { foreignLines, greatLines, linesOf, manyLines, orderLines, reverseLines } from './sample-lines.ts';
import { draftOf, issuedOf, sampleNow, sampleToday } from './sample-invoices.ts';

/** A document of each kind with invented data. */
export type Sample = { readonly name: string; readonly printed: PrintedDocument };

/** The seller of the samples, a company that does not exist. */
export const sampleOrganisation: Organisation = {
    ...exampleOrganisation,
    regon: '123456785',
    email: 'faktury@podlogi.example',
    phone: '+48 22 000 00 00',
    iban: 'PL61109010140000071219812874',
    ibans: { EUR: 'PL10105000997603123456789123' },
    bankName: 'Bank Przykładowy S.A.',
    constructionServices: true
};

/** Every kind of document in a language. */
export function samplesOf(language: PrintLanguage): readonly Sample[] {
    const seller = (invoice: Invoice) => sellerOf(sampleOrganisation, invoice.currency);
    const sample = (name: string, invoice: Invoice, options: Omit<PrintOptions, 'seller'> = {}): Sample =>
        ({ name, printed: printInvoice(invoice, { seller: seller(invoice), ...options }) });
    const organisation = { ...sampleOrganisation, defaultLanguage: language };
    const invoice = issuedOf(draftOf(organisation, linesOf(language, orderLines), {
        orderNumber: 'PO-2026-118', saleDate: '2026-11-20', notes: notesIn[language]
    }), organisation, 'FV/2026/11/0042');
    return [
        sample('invoice', invoice),
        sample('proforma', { ...proformaOf(organisation), paidMinor: 0n, advanceInvoices: [] }),
        ...advanceAndFinal(organisation).map(([name, document]) => sample(name, document)),
        sample('corrective', correctiveOf(organisation, invoice, {
            ...everything, isFull: false,
            items: [{ itemId: invoice.lines[0]?.id ?? '', quantity: 42_000_000n },
                { itemId: invoice.lines[1]?.id ?? '', discountPercent: 10_000_000n }]
        }, correctionReasonIn[language])),
        sample('corrective-data', correctiveOf(organisation, invoice, {
            ...everything, isFull: false,
            data: { customerStreet: 'ul. Lipowa 12', customerPostalCode: '30-001', customerCity: 'Kraków' }
        }, dataReasonIn[language])),
        sample('duplicate', invoice, { duplicateOf: '2026-12-04' }),
        sample('annulled', { ...invoice, status: 'cancelled', cancellation: {
            at: sampleNow, date: sampleToday, reason: reasonIn[language], annulled: true
        } }),
        sample('draft', draftOf(organisation, linesOf(language, orderLines), {})),
        sample('reverse-charge', issuedOf(draftOf(organisation, linesOf(language, reverseLines), {
            buyer: germanBuyer, currency: 'EUR'
        }), organisation, 'FV/2026/11/0043')),
        sample('foreign-currency', issuedOf(draftOf(organisation, linesOf(language, foreignLines), {
            currency: 'EUR', pricesInclude: 'gross', saleDate: '2026-11-10'
        }), organisation, 'FV/2026/11/0044')),
        sample('split-payment', issuedOf(draftOf(organisation, linesOf(language, greatLines), {}), organisation,
            'FV/2026/11/0047')),
        sample('ksef', invoice, { ksef: sampleKsef }),
        sample('many-pages', issuedOf(draftOf(organisation, linesOf(language, manyLines), {}), organisation,
            'FV/2026/11/0045'))
    ];
}

/** Codes and number as KSeF gives them, invented. */
const sampleKsef = {
    number: '1234563218-20261123-0A1B2C3D4E5F-6A',
    codes: [{
        label: '1234563218-20261123-0A1B2C3D4E5F-6A',
        content: 'https://ksef.example/invoice/1234563218/23-11-2026/'
            + 'UtQp9Gpc51y-u3xApZjIjgkpZ01js-J8KflSPW8WzIE'
    }]
};

const notesIn = {
    pl: 'Dziękujemy za zamówienie. Reklamacje prosimy zgłaszać na adres biuro@podlogi.example.',
    en: 'Thank you for your order. Questions: biuro@podlogi.example.'
} as const;
const reasonIn = { pl: 'Zamówienie odwołane przed wysłaniem', en: 'Order withdrawn before it was sent' } as const;

const germanBuyer: Invoice['buyer'] = {
    name: 'Beispiel Bau GmbH', nip: 'DE136695976', taxId: null, regon: null,
    address: 'Musterstraße 5, 10115 Berlin', street: 'Musterstraße 5', postalCode: '10115', city: 'Berlin',
    country: 'DE', vatPayer: true, isJstUnit: null, isVatGroupMember: null, email: null, source: null
};

function proformaOf(organisation: Organisation): Invoice {
    const language = organisation.defaultLanguage === 'pl' ? 'pl' : 'en';
    return issuedOf(draftOf(organisation, linesOf(language, orderLines), {
        invoiceType: 'proforma', orderNumber: 'PO-2026-118'
    }), organisation, 'PF/2026/11/0007');
}

/** An advance invoice of a proforma, and the final invoice that deducts it. */
function advanceAndFinal(organisation: Organisation): readonly (readonly [string, Invoice])[] {
    const proforma = proformaOf(organisation);
    const received = { amountMinor: 500_000n, receivedOn: '2026-11-18', payment: undefined };
    const paymentId = '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c01';
    const advance = issuedOf(advanceDraft({
        organisation, proforma, received, paymentId, notes: null, exchange: null, createdBy: 'user-17', now: sampleNow
    }), organisation, 'FZ/2026/11/0003');
    const { draft } = convert({
        ...proforma,
        advanceInvoices: [{
            invoiceId: advance.id, invoiceNumber: 'FZ/2026/11/0003', issueDate: advance.issueDate ?? sampleToday,
            receivedOn: received.receivedOn, paymentId, status: 'paid', version: 1, grossMinor: advance.grossMinor,
            rates: advanceRates(advance)
        }]
    }, organisation, {}, { subject: 'user-17', now: sampleNow, today: sampleToday });
    return [['advance', { ...advance, paidMinor: advance.grossMinor }],
        ['final', issuedOf(draft, organisation, 'FV/2026/11/0046')]];
}

function advanceRates({ lines }: Invoice) {
    return lines.map(({ vat: { category, ratePercentMicros, word }, totals: { netMinor, vatMinor, grossMinor } }) =>
        ({ category, ratePercentMicros, word, netMinor, vatMinor, grossMinor }));
}

function correctiveOf(organisation: Organisation, original: Invoice, changes: Changes, reason: string): Invoice {
    const { invoice } = newCorrective({
        organisation, original, corrections: noCorrections, changes, notes: null, createdBy: 'user-17',
        reason, today: sampleToday, now: sampleNow
    });
    return { ...invoice, number: 'FK/2026/11/0003' };
}

const correctionReasonIn = {
    pl: 'Zwrot dwóch paczek paneli, rabat po reklamacji', en: 'Return of two packs, discount after a complaint'
} as const;
const dataReasonIn = { pl: 'Błędny adres nabywcy', en: 'Wrong address of the buyer' } as const;

