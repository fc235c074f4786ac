import type { Fault } from '../../foundation/errors/domain-error.ts';
import { isCountry } from '../../foundation/vocabulary/countries.ts';
import { faultsOfAmounts } from './amount-rules.ts';
import type { EInvoice, ELine } from './e-invoice.ts';
import { brokenFormOf, isAddressScheme, isPeppolScheme } from './electronic-addresses.ts';

/** The fields of the organisation are not on the draft that is refused. */
const wayToProfile = ': an administrator gives it at the invoice service itself, with PATCH /organisation';

/** A rule that a document may break: its id, the field in the words of the API, and what must be. */
type Finding = readonly [rule: string, path: string, message: string];

/**
 * Rules that an e-invoice breaks, of those that data of this service can break: the others hold by construction.
 * @returns Faults whose code is the id of the rule; empty for a document that the official rules accept.
 * @see EN 16931 schematron 1.3.16; OpenPeppol 2026.5; XRechnung 3.0.2, rules 2.5.0
 */
export function faultsOfEInvoice(invoice: EInvoice): readonly Fault[] {
    const findings = [
        ...ofParties(invoice), ...ofVat(invoice), ...ofPayment(invoice),
        ...invoice.profile === 'peppol' ? ofPeppol(invoice) : [],
        ...invoice.profile === 'xrechnung' ? ofXrechnung(invoice) : []
    ];
    return [
        ...findings.map(([code, path, message]): Fault => ({
            path, code, message: `${message} (${code})${path.startsWith('organisation.') ? wayToProfile : ''}`
        })),
        ...faultsOfAmounts(invoice)
    ];
}

function ofParties({ seller, buyer }: EInvoice): readonly Finding[] {
    return [
        ...when(seller.name === '', 'BR-06', 'organisation.legalName', 'is required of the seller'),
        ...when(buyer.name === '', 'BR-07', 'customerName', 'is required of the buyer'),
        ...when(!isCountry(seller.address.country), 'BR-CL-14', 'organisation.country',
            `is ${seller.address.country}, which is no country of ISO 3166-1`),
        ...when(!isCountry(buyer.address.country), 'BR-CL-14', 'customerCountry',
            `is ${buyer.address.country}, which is no country of ISO 3166-1`),
        ...schemeFindings('organisation.endpoint.scheme', seller.endpoint?.scheme),
        ...schemeFindings('buyerEndpoint.scheme', buyer.endpoint?.scheme)
    ];
}

function schemeFindings(path: string, scheme: string | undefined): readonly Finding[] {
    return when(scheme !== undefined && !isAddressScheme(scheme), 'BR-CL-25', path,
        `is ${scheme}, which is no scheme of the list EAS`);
}

/** Rules of the categories of VAT that the checks of the treatment leave open. */
function ofVat({ seller, buyer, lines, vatBreakdown, delivery }: EInvoice): readonly Finding[] {
    const has = (category: string): boolean => lines.some(({ vat }) => vat.category === category);
    const exemption = vatBreakdown.find(({ category }) => category === 'E');
    return [
        ...when(has('O') && vatBreakdown.length > 1, 'BR-O-11', pathOf(lines.find(({ vat }) => vat.category === 'O')),
            'is np, outside the scope of VAT, which stands on a document of its own: put the others on another one'),
        ...when(has('AE') && buyer.vatId === null && buyer.registrationId === null, 'BR-AE-02', 'customerNIP',
            "is required with reverse charge: the buyer's tax number"),
        ...when(has('K') && buyer.vatId === null, 'BR-IC-02', 'customerNIP',
            "is required of an intra-Community supply: the buyer's VAT number of another member state"),
        ...when(has('K') && seller.vatId === null, 'BR-IC-02', 'organisation.vatId',
            'is required of an intra-Community supply'),
        ...when(has('K') && delivery?.date == null, 'BR-IC-11', 'saleDate', 'is required of an intra-Community supply'),
        ...when(exemption !== undefined && exemption.reason === null, 'BR-E-10',
            pathOf(lines.find(({ vat }) => vat.category === 'E'), 'exemptionReason'),
            'is required: the provision that exempts the line')
    ];
}

function ofPayment({ payment, totals, dueDate, terms }: EInvoice): readonly Finding[] {
    const isTransfer = payment !== null && (payment.code === '30' || payment.code === '58');
    return [
        ...when(isTransfer && payment.account === null, 'BR-61', 'organisation.iban',
            'is required of a document that is paid by bank transfer: the account of its currency'),
        ...when(totals.dueMinor > 0n && dueDate === null && terms === null, 'BR-CO-25', 'dueDate',
            'is required where something is to be paid, or paymentTerms')
    ];
}

function ofPeppol({ seller, buyer, buyerReference, orderNumber, totals, vatCurrency }: EInvoice): readonly Finding[] {
    const differs = vatCurrency !== null
        && ((vatCurrency.vatMinor > 0n && totals.vatMinor < 0n) || (vatCurrency.vatMinor < 0n && totals.vatMinor > 0n));
    const addresses = [['organisation.endpoint', seller.endpoint], ['buyerEndpoint', buyer.endpoint]] as const;
    return [
        ...when(buyerReference === null && orderNumber === null, 'PEPPOL-EN16931-R003', 'buyerReference',
            'is required by Peppol, or orderNumber'),
        ...addressFindings(seller.endpoint, buyer.endpoint, 'Peppol'),
        ...addresses.flatMap(([path, endpoint]): readonly Finding[] => {
            if (endpoint === null || !isAddressScheme(endpoint.scheme)) {
                return [];
            }
            const form = brokenFormOf(endpoint);
            return [
                ...when(!isPeppolScheme(endpoint.scheme), 'PEPPOL-EN16931-CL008', `${path}.scheme`,
                    `is ${endpoint.scheme}, to which Peppol delivers nothing`),
                ...form === undefined ? []
                    : [[form, `${path}.id`, `has not the form of the scheme ${endpoint.scheme}`] as const]
            ];
        }),
        ...when(differs, 'PEPPOL-EN16931-R055', 'exchangeRate', 'makes the VAT of both currencies differ in sign')
    ];
}

function addressFindings(
    seller: EInvoice['seller']['endpoint'], buyer: EInvoice['buyer']['endpoint'], who: string
): readonly Finding[] {
    return [
        ...when(seller === null, 'PEPPOL-EN16931-R020', 'organisation.endpoint',
            `is required by ${who}: the seller's electronic address`),
        ...when(buyer === null, 'PEPPOL-EN16931-R010', 'buyerEndpoint',
            `is required by ${who}: the buyer's electronic address`)
    ];
}

function ofXrechnung(invoice: EInvoice): readonly Finding[] {
    const { seller, buyer, buyerReference, terms, delivery } = invoice;
    const { contact } = seller;
    return [
        ...addressFindings(seller.endpoint, buyer.endpoint, 'XRechnung'),
        ...when(contact === null, 'BR-DE-2', 'organisation.contact', 'is required by XRechnung, with all its fields'),
        ...when(contact !== null && contact.name === null, 'BR-DE-5', 'organisation.contact.name', byXrechnung),
        ...when(contact !== null && contact.phone === null, 'BR-DE-6', 'organisation.contact.phone', byXrechnung),
        ...when(contact !== null && contact.email === null, 'BR-DE-7', 'organisation.contact.email', byXrechnung),
        ...when(seller.address.city === null, 'BR-DE-3', 'organisation.city', byXrechnung),
        ...when(seller.address.postalCode === null, 'BR-DE-4', 'organisation.postalCode', byXrechnung),
        ...when(buyer.address.city === null, 'BR-DE-8', 'customerCity', byXrechnung),
        ...when(buyer.address.postalCode === null, 'BR-DE-9', 'customerPostalCode', byXrechnung),
        ...delivery !== null && delivery.address !== null && delivery.address.city === null
            ? [placeFinding(delivery)] : [],
        ...when(buyerReference === null, 'BR-DE-15', 'buyerReference',
            'is required by XRechnung, such as the Leitweg-ID'),
        ...when(terms !== null && terms.split('\n').some((line) => line.trim().startsWith('#')), 'BR-DE-18',
            'paymentTerms', 'must have no line that begins with #: XRechnung reads a cash discount there')
    ];
}

/** XRechnung wants the town of a delivery: of the recipient's address where there is one, else of the buyer's. */
function placeFinding({ name }: NonNullable<EInvoice['delivery']>): Finding {
    return name === null
        ? ['BR-DE-10', 'customerCountry', "must be that of the buyer's VAT number, to which an intra-Community supply "
            + 'goes']
        : ['BR-DE-10', 'recipient.address', 'must be given, and end with postal code and town, as in Hafen 9, 20457 '
            + 'Hamburg: XRechnung wants them of an intra-Community supply'];
}

const byXrechnung = 'is required by XRechnung';

function pathOf(line: ELine | undefined, field = 'vatRate'): string {
    return line === undefined || line.index === null ? 'items' : `items[${line.index}].${field}`;
}

function when(isBroken: boolean, ...finding: Finding): readonly Finding[] {
    return isBroken ? [finding] : [];
}
