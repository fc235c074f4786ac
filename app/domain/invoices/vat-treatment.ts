import { DomainError, type Fault } from '../../foundation/errors/domain-error.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import { faultSentence } from '../../foundation/errors/fault-sentence.ts';
import type { Warning, WarningCode } from '../../foundation/errors/warning.ts';
import { vatRatesInForce } from '../../foundation/money/vat-rates-in-force.ts';
import { vatRateText, type VatRate } from '../../foundation/money/vat.ts';
import type { Organisation } from '../organisations/organisation.ts';
import { memberStateOf } from '../organisations/tax-ids.ts';
import type { Buyer, Invoice, InvoiceLine } from './invoice.ts';
import { taxPointDateOf, taxPointRuleOf, type TaxPointFacts } from './tax-points.ts';

/** A line whose treatment is checked, and its place in the request. */
export type TreatedLine = {
    readonly path: string;
    readonly vat: VatRate;
    /** Day whose rates count: the line's tax point. */
    readonly day: string;
};

/** Facts that decide on the VAT treatment of a document. */
export type Treatment = {
    readonly organisation: Organisation;
    readonly buyer: Pick<Buyer, 'nip' | 'taxId'>;
    readonly lines: readonly TreatedLine[];
};

/** A code of a refusal that is a warning in drafts. */
type TreatmentCode = ErrorCode & WarningCode;

/** A reason against a document's VAT treatment, with the code of its refusal. */
export type TreatmentFault = { readonly code: TreatmentCode; readonly fault: Fault };

/** Facts that decide on the day whose VAT rates count: the document, and today's date for a draft without dates. */
type Dated = { readonly facts: TaxPointFacts; readonly today: string };

/**
 * A line as it is checked.
 * @see Ustawa o VAT art. 19a ust. 1
 */
export function treatedLine(
    line: Pick<InvoiceLine, 'itemType' | 'vat' | 'taxPointRule'>, path: string, { facts, today }: Dated
): TreatedLine {
    const day = taxPointDateOf(taxPointRuleOf(line, facts), facts) ?? facts.saleDate ?? today;
    return { path, vat: line.vat, day };
}

/** The lines of a document with their places among its items. */
export function treatedLines(document: TaxPointFacts & Pick<Invoice, 'lines'>, today: string): readonly TreatedLine[] {
    return document.lines.map((line, index) => treatedLine(line, `items[${index}]`, { facts: document, today }));
}

/** Reasons against issuing a document with its VAT treatment; empty for one that the law allows. */
export function faultsOfTreatment(treatment: Treatment): readonly TreatmentFault[] {
    return [
        ...treatment.lines.flatMap((line) => faultsOfLine(line, treatment)),
        ...faultsOfBuyer(treatment), ...faultsOfSeller(treatment)
    ];
}

/**
 * Refuses a document whose VAT treatment the law does not allow.
 * @throws DomainError `VAT_RATE_NOT_IN_FORCE` | `EXEMPTION_REASON_MISSING` | `BUYER_INCOMPLETE` | `SELLER_INCOMPLETE`
 *     with all faults; the code is that of the first
 */
export function assertTreatment(treatment: Treatment): void {
    const found = faultsOfTreatment(treatment);
    const [first] = found;
    if (first !== undefined) {
        const faults = found.map(({ fault }) => fault);
        throw new DomainError(first.code, faultSentence(faults), {}, { faults });
    }
}

/**
 * The faults of a draft as warnings: one for each code and field, so that a rate of many lines is told once.
 * @param today - Current calendar date, for a draft without dates.
 */
export function treatmentWarnings(
    draft: TaxPointFacts & Pick<Invoice, 'lines'>, organisation: Organisation, today: string
): readonly Warning[] {
    const faults = faultsOfTreatment({
        organisation, buyer: draft.buyer, lines: treatedLines(draft, today)
    });
    const alike = Map.groupBy(faults, ({ code, fault }) => `${code} ${fault.path.replace(/^items.*\./, '')}`);
    return [...alike.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [{
        path: first.fault.path, code: first.code,
        message: faultSentence([first.fault])
            + (others.length === 0 ? '' : `; the same of ${others.length} more of the items`)
    }]));
}

function faultsOfLine(
    { path, vat, day }: TreatedLine, { organisation }: Treatment
): readonly TreatmentFault[] {
    const rates = organisation.vatRates.length > 0
        ? organisation.vatRates : vatRatesInForce(organisation.country, day);
    if (vat.category === 'S' && rates !== undefined && !rates.includes(vatRateText(vat))) {
        return [refusal('VAT_RATE_NOT_IN_FORCE', `${path}.vatRate`, 'VAT_RATE_NOT_IN_FORCE',
            `is ${vatRateText(vat)} %, which is not in force for the seller on ${day}: the rates are `
            + `${rates.join(', ')}; give one of them, or an administrator changes vatRates at the `
            + 'invoice service itself, with PATCH /organisation')];
    }
    return vat.category === 'E' && vat.exemptionReason === null
        ? [refusal('EXEMPTION_REASON_MISSING', `${path}.exemptionReason`, 'REQUIRED',
            'is required of an exempt line (zw), the one provision that exempts it: give it to the item, or an '
            + 'administrator sets it once at the invoice service itself, with PATCH /organisation; then recalculate '
            + 'the draft (POST /invoices/{invoiceId}/recalculate)')]
        : [];
}

/**
 * The buyer's number: an intra-Community supply needs one of another member state, and so do services to a taxpayer
 * there, for whom Northern Ireland is none; a reverse charge needs any.
 * @see Ustawa o VAT art. 42 ust. 1 pkt 1, art. 100 ust. 1 pkt 4, art. 106e ust. 1 pkt 24; EN 16931 BR-IC-02, BR-AE-02
 */
function faultsOfBuyer({ organisation, buyer: { nip, taxId }, lines }: Treatment): readonly TreatmentFault[] {
    const words = new Set(lines.map(({ vat }) => vat.word ?? vat.category));
    // The most demanding first: a number that it takes is taken by the others too.
    const treatment = (['np_art100', 'K', 'AE'] as const).find((word) => words.has(word));
    if (treatment === undefined) {
        return [];
    }
    const ofOtherState = treatment !== 'AE';
    const needed = ofOtherState ? "the buyer's VAT number of another member state" : "the buyer's tax number";
    const lineWords = treatment === 'np_art100' ? 'the VAT rate np_art100' : `VAT category ${treatment}`;
    if (nip === null && taxId !== null && !ofOtherState) {
        return [];
    }
    if (nip === null) {
        return [refusal('BUYER_INCOMPLETE', 'customerNIP', 'REQUIRED',
            `is required with ${lineWords}, which needs ${needed}: give customerNIP, or the contact its NIP`)];
    }
    const state = memberStateOf(nip);
    const counts = state !== undefined && state !== stateOf(organisation)
        && (state !== 'XI' || treatment === 'K');
    return !ofOtherState || counts ? [] : [refusal('BUYER_INCOMPLETE', 'customerNIP', 'OTHER_MEMBER_STATE_NEEDED',
        `is ${nip}, and ${lineWords} needs ${needed}, with its prefix: give another number, or another VAT rate`
        + (state === 'XI' ? ' (Northern Ireland counts as a member state for goods only)' : ''))];
}

/** The seller's own EU number. @see Ustawa o VAT art. 97 ust. 10, art. 106e ust. 1 pkt 24; EN 16931 BR-IC-02 */
function faultsOfSeller({ organisation, lines }: Treatment): readonly TreatmentFault[] {
    return organisation.vatId === null && lines.some(({ vat }) => vat.category === 'K')
        ? [refusal('SELLER_INCOMPLETE', 'organisation.vatId', 'REQUIRED',
            'is required with VAT category K: an administrator gives the EU VAT number at the invoice service itself, '
            + 'with PATCH /organisation')]
        : [];
}

/** Prefix of the seller's own VAT numbers. */
function stateOf({ vatId, country }: Organisation): string {
    return vatId?.slice(0, 2) ?? (country === 'GR' ? 'EL' : country);
}

function refusal(code: TreatmentCode, path: string, faultCode: string, message: string): TreatmentFault {
    return { code, fault: { path, code: faultCode, message } };
}
