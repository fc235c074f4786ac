import { XMLParser } from 'fast-xml-parser';

/**
 * A reader of e-invoices that shares no code with the writers: amounts are read as whole millionths from the XML, and
 * nothing is known of the invoice behind it.
 */

/** An amount, quantity or price in whole millionths of a millionth, so that products stay exact. */
type Exact = bigint;

/** An allowance as the XML has it. */
export type ReadAllowance = {
    readonly amount: Exact;
    readonly base: Exact | undefined;
    readonly percent: Exact | undefined;
    readonly rate: string;
};

/** An e-invoice as the XML has it; amounts in units of 10^-12. */
export type ReadEInvoice = {
    readonly typeCode: string;
    readonly number: string;
    readonly note: string | undefined;
    readonly lines: readonly {
        readonly name: string; readonly note: string | undefined; readonly quantity: Exact; readonly unit: string;
        readonly net: Exact; readonly price: Exact; readonly base: Exact; readonly rate: string;
        readonly allowances: readonly ReadAllowance[];
    }[];
    readonly allowances: readonly ReadAllowance[];
    readonly breakdown: readonly { readonly rate: string; readonly net: Exact; readonly vat: Exact }[];
    readonly lineTotal: Exact; readonly allowanceTotal: Exact; readonly net: Exact; readonly vat: Exact;
    readonly gross: Exact; readonly paid: Exact; readonly due: Exact;
    readonly vatInVatCurrency: Exact | undefined;
};

const scale = 12;

/** A decimal in units of 10^-12. */
export function exact(text: string): Exact {
    const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
    if (whole === '' || fraction.length > scale) throw new Error(`no decimal: ${JSON.stringify(text)}`);
    return BigInt(`${sign}${whole}${fraction.padEnd(scale, '0')}`);
}

const lists = new Set([
    'InvoiceLine', 'CreditNoteLine', 'AllowanceCharge', 'TaxTotal', 'TaxSubtotal', 'IncludedSupplyChainTradeLineItem',
    'ApplicableTradeTax', 'SpecifiedTradeAllowanceCharge', 'TaxTotalAmount'
]);

// Elements are read by name as they come: the type of such a tree is not known.
type Element = any; // eslint-disable-line @typescript-eslint/no-explicit-any

const parser = new XMLParser({
    ignoreAttributes: false, removeNSPrefix: true, parseTagValue: false, parseAttributeValue: false, trimValues: false,
    isArray: (name) => lists.has(name), ignoreDeclaration: true
});

/** Text of an element that may have attributes. */
function textOf(element: Element): string {
    return typeof element === 'object' ? element['#text'] : element;
}

/** Reads UBL or CII by the root of the document. */
export function readEInvoice(xml: string): ReadEInvoice {
    const tree: Element = parser.parse(xml);
    return 'CrossIndustryInvoice' in tree
        ? readCii(tree.CrossIndustryInvoice) : readUbl(tree.Invoice ?? tree.CreditNote);
}

function maybe(element: Element): Exact | undefined {
    return element === undefined ? undefined : exact(textOf(element));
}

function ublRate(category: Element): string {
    return `${category.ID} ${category.Percent ?? '-'}`;
}

function ublAllowance(allowance: Element): ReadAllowance {
    return {
        amount: exact(textOf(allowance.Amount)), base: maybe(allowance.BaseAmount),
        percent: maybe(allowance.MultiplierFactorNumeric),
        rate: allowance.TaxCategory === undefined ? '' : ublRate(allowance.TaxCategory)
    };
}

function readUbl(root: Element): ReadEInvoice {
    const totals = root.LegalMonetaryTotal;
    const [own, declared] = root.TaxTotal;
    return {
        typeCode: root.InvoiceTypeCode ?? root.CreditNoteTypeCode, number: root.ID, note: root.Note,
        lines: (root.InvoiceLine ?? root.CreditNoteLine).map((line: Element) => {
            const quantity = line.InvoicedQuantity ?? line.CreditedQuantity;
            return {
                name: line.Item.Name, note: line.Note, quantity: exact(textOf(quantity)), unit: quantity['@_unitCode'],
                net: exact(textOf(line.LineExtensionAmount)), price: exact(textOf(line.Price.PriceAmount)),
                base: maybe(line.Price.BaseQuantity) ?? exact('1'), rate: ublRate(line.Item.ClassifiedTaxCategory),
                allowances: (line.AllowanceCharge ?? []).map(ublAllowance)
            };
        }),
        allowances: (root.AllowanceCharge ?? []).map(ublAllowance),
        breakdown: own.TaxSubtotal.map((row: Element) => ({
            rate: ublRate(row.TaxCategory), net: exact(textOf(row.TaxableAmount)), vat: exact(textOf(row.TaxAmount))
        })),
        lineTotal: exact(textOf(totals.LineExtensionAmount)),
        allowanceTotal: maybe(totals.AllowanceTotalAmount) ?? 0n,
        net: exact(textOf(totals.TaxExclusiveAmount)), vat: exact(textOf(own.TaxAmount)),
        gross: exact(textOf(totals.TaxInclusiveAmount)), paid: maybe(totals.PrepaidAmount) ?? 0n,
        due: exact(textOf(totals.PayableAmount)), vatInVatCurrency: maybe(declared?.TaxAmount)
    };
}

function ciiRate(tax: Element): string {
    return `${tax.CategoryCode} ${tax.RateApplicablePercent ?? '-'}`;
}

function ciiAllowance(allowance: Element): ReadAllowance {
    return {
        amount: exact(allowance.ActualAmount), base: maybe(allowance.BasisAmount),
        percent: maybe(allowance.CalculationPercent),
        rate: allowance.CategoryTradeTax === undefined ? '' : ciiRate(allowance.CategoryTradeTax)
    };
}

function readCii(root: Element): ReadEInvoice {
    const { ExchangedDocument: head, SupplyChainTradeTransaction: trade } = root;
    const settlement = trade.ApplicableHeaderTradeSettlement;
    const totals = settlement.SpecifiedTradeSettlementHeaderMonetarySummation;
    const [own, declared] = totals.TaxTotalAmount;
    return {
        typeCode: head.TypeCode, number: head.ID, note: head.IncludedNote?.Content,
        lines: trade.IncludedSupplyChainTradeLineItem.map((line: Element) => {
            const quantity = line.SpecifiedLineTradeDelivery.BilledQuantity;
            const price = line.SpecifiedLineTradeAgreement.NetPriceProductTradePrice;
            const settled = line.SpecifiedLineTradeSettlement;
            return {
                name: line.SpecifiedTradeProduct.Name, note: line.AssociatedDocumentLineDocument.IncludedNote?.Content,
                quantity: exact(textOf(quantity)), unit: quantity['@_unitCode'],
                net: exact(settled.SpecifiedTradeSettlementLineMonetarySummation.LineTotalAmount),
                price: exact(price.ChargeAmount), base: maybe(price.BasisQuantity) ?? exact('1'),
                rate: ciiRate(settled.ApplicableTradeTax[0]),
                allowances: (settled.SpecifiedTradeAllowanceCharge ?? []).map(ciiAllowance)
            };
        }),
        allowances: (settlement.SpecifiedTradeAllowanceCharge ?? []).map(ciiAllowance),
        breakdown: settlement.ApplicableTradeTax.map((row: Element) => ({
            rate: ciiRate(row), net: exact(row.BasisAmount), vat: exact(row.CalculatedAmount)
        })),
        lineTotal: exact(totals.LineTotalAmount), allowanceTotal: maybe(totals.AllowanceTotalAmount) ?? 0n,
        net: exact(totals.TaxBasisTotalAmount), vat: exact(textOf(own)), gross: exact(totals.GrandTotalAmount),
        paid: maybe(totals.TotalPrepaidAmount) ?? 0n, due: exact(totals.DuePayableAmount),
        vatInVatCurrency: maybe(declared)
    };
}

function sum(amounts: readonly Exact[]): Exact {
    return amounts.reduce((left, right) => left + right, 0n);
}

/** Differences between the sums that an e-invoice states and those of its parts; empty where all are equal. */
export function wrongSums(read: ReadEInvoice): readonly string[] {
    const byRate = read.breakdown.flatMap(({ rate, net }) => {
        const ofLines = sum(read.lines.filter((line) => isRate(line.rate, rate)).map((line) => line.net));
        const ofAllowances = sum(read.allowances.filter((one) => isRate(one.rate, rate)).map((one) => one.amount));
        return ofLines - ofAllowances === net ? [] : [`net of ${rate}`];
    });
    const byLine = read.lines.flatMap((line, index) => {
        const allowances = sum(line.allowances.map(({ amount }) => amount));
        const difference = line.quantity * line.price - (line.net + allowances) * line.base;
        // 0.02, as PEPPOL-EN16931-R120 takes it.
        return absolute(difference) <= absolute(exact('0.02') * line.base) ? [] : [`price of line ${index + 1}`];
    });
    const percents = [...read.allowances, ...read.lines.flatMap(({ allowances }) => allowances)]
        .flatMap(({ amount, base, percent }) => {
            if ((base === undefined) !== (percent === undefined)) return ['percentage without base'];
            const difference = (base ?? 0n) * (percent ?? 0n) - amount * exact('100');
            return base === undefined || absolute(difference) <= exact('0.02') * exact('100') ? [] : ['percentage'];
        });
    const sums = {
        'BT-106': sum(read.lines.map(({ net }) => net)) === read.lineTotal,
        'BT-107': sum(read.allowances.map(({ amount }) => amount)) === read.allowanceTotal,
        'BT-109': read.lineTotal - read.allowanceTotal === read.net,
        'BT-110': sum(read.breakdown.map(({ vat }) => vat)) === read.vat,
        'BT-112': read.net + read.vat === read.gross,
        'BT-115': read.gross - read.paid === read.due
    };
    return [
        ...byRate, ...byLine, ...percents,
        ...Object.entries(sums).filter(([, holds]) => !holds).map(([name]) => name)
    ];
}

/** A row of category O may have a rate where its lines have none. */
function isRate(ofLine: string, ofRow: string): boolean {
    return ofLine === ofRow || (ofLine === 'O -' && ofRow === 'O 0');
}

function absolute(amount: Exact): Exact {
    return amount < 0n ? -amount : amount;
}
