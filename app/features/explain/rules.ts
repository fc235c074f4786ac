/** Ways to round a rule's result. */
export const roundings = ['half_away_from_zero', 'largest_remainder', 'none'] as const;

/** Units that a rule's result is rounded to: the currency's smallest unit, or the six decimals of a unit price. */
export const roundingUnits = ['minor_unit', 'millionth'] as const;

/**
 * One arithmetic rule: its formula in the names of a step's inputs, the rounding of its result, and the law or standard
 * that it keeps.
 */
export type Rule = {
    readonly name: string;
    readonly formula: string;
    readonly rounding: (typeof roundings)[number];
    readonly unit: (typeof roundingUnits)[number];
    readonly references: readonly string[];
    /** Addition to the formula, where it does not say everything. */
    readonly note?: string;
};

const rounded = { rounding: 'half_away_from_zero', unit: 'minor_unit' } as const;
const plain = { rounding: 'none', unit: 'minor_unit' } as const;
const unitPrice = { rounding: 'half_away_from_zero', unit: 'millionth' } as const;

const shared = {
    rounding: 'largest_remainder', unit: 'minor_unit',
    note: 'Every share is rounded down; the units that remain go to the largest remainders, one each. Equal remainders '
        + 'are decided by what the lines hold, the smaller first: unit price, quantity, price base quantity, discount '
        + 'percent, discount amount, VAT rate, then the VAT category in the order S, Z, E, AE, K, G, O, then oo before '
        + 'np_art100. Of equal lines the one that stands first.'
} as const;

/** Every rule that an explanation can name, in the order in which they are applied. */
export const rules = {
    selling_unit_price: {
        name: 'Price of one sold unit of a product that is priced by another unit',
        formula: 'basePrice × unitsPerSellingUnit', ...unitPrice, references: ['EN 16931 BT-146']
    },
    net_unit_price: {
        name: 'Net unit price as the other service gave it', formula: 'netPrice', rounding: 'none', unit: 'millionth',
        references: ['EN 16931 BT-146']
    },
    gross_unit_price: {
        name: 'Gross unit price of a net one', formula: 'netPrice × (100 + vatRate) ÷ 100', ...unitPrice,
        references: ['Ustawa o VAT art. 106e ust. 7-8']
    },
    to_minor_unit: { name: 'To the cent', formula: 'amount', ...rounded, references: ['EN 16931 BT-131'] },
    unit_price_of_total: {
        name: 'Unit price of an agreed total', formula: 'total ÷ quantity', ...unitPrice,
        references: ['EN 16931 BT-146']
    },
    price_base_quantity: {
        name: 'Price for all units, because unit price × quantity would miss the agreed total',
        formula: 'total', rounding: 'none', unit: 'millionth', note: 'The price base quantity is the quantity.',
        references: ['EN 16931 BT-146', 'EN 16931 BT-149']
    },
    line_price: {
        name: 'Line price', formula: 'unitPrice × quantity ÷ priceBaseQuantity', ...rounded,
        references: ['EN 16931 BT-131', 'EN 16931 BT-146', 'EN 16931 BT-149', 'Ustawa o VAT art. 106e ust. 1 pkt 11']
    },
    percent_discount: {
        name: 'Percent discount', formula: 'amount × percent ÷ 100', ...rounded,
        references: [
            'EN 16931 BT-138', 'EN 16931 BT-94', 'Ustawa o VAT art. 29a ust. 7 pkt 2',
            'Ustawa o VAT art. 106e ust. 1 pkt 10'
        ]
    },
    line_amount: {
        name: 'Line after its own discounts', formula: 'price − percentDiscount − discountAmount', ...plain,
        references: ['EN 16931 BT-131', 'EN 16931 BT-136']
    },
    sum_of_lines: {
        name: 'Sum of the lines', formula: 'Σ lineAmount of all lines', ...plain, references: ['EN 16931 BR-CO-10']
    },
    document_discount: {
        name: 'Document discount', formula: 'percentDiscount + discountAmount', ...plain,
        references: ['EN 16931 BT-92', 'EN 16931 BR-CO-11', 'Ustawa o VAT art. 29a ust. 7 pkt 2']
    },
    document_discount_share: {
        name: 'Share of the document discount', formula: 'documentDiscount × lineAmount ÷ sumOfLines', ...shared,
        references: ['EN 16931 BG-20', 'Ustawa o VAT art. 29a ust. 7 pkt 2']
    },
    taxable_amount: {
        name: 'Amount that VAT follows from', formula: 'lineAmount − documentDiscountShare', ...plain,
        references: ['EN 16931 BT-116']
    },
    sum_of_rate: {
        name: 'Sum of a rate', formula: 'Σ taxableAmount of the lines of the rate', ...plain,
        references: ['EN 16931 BT-116', 'EN 16931 BR-S-08']
    },
    vat_on_net: {
        name: 'VAT on net', formula: 'net × vatRate ÷ 100', ...rounded,
        references: ['EN 16931 BR-CO-17', 'Ustawa o VAT art. 106e ust. 1 pkt 14']
    },
    vat_in_gross: {
        name: 'VAT in gross', formula: 'gross × vatRate ÷ (100 + vatRate)', ...rounded,
        references: ['Ustawa o VAT art. 106e ust. 7-8']
    },
    vat_share_on_net: {
        name: "Share of a rate's VAT, net prices", formula: 'net × vatRate ÷ 100', ...shared,
        references: ['EN 16931 BR-CO-17', 'Ustawa o VAT art. 106e ust. 10']
    },
    vat_share_in_gross: {
        name: "Share of a rate's VAT, gross prices", formula: 'gross × vatRate ÷ (100 + vatRate)', ...shared,
        references: ['Ustawa o VAT art. 106e ust. 7-8', 'Ustawa o VAT art. 106e ust. 10']
    },
    sum_of_line_vat: {
        name: 'VAT of a rate, rounded per line', formula: 'Σ vat of the lines of the rate', ...plain,
        references: ['Ustawa o VAT art. 106e ust. 10']
    },
    net_of_gross: { name: 'Net', formula: 'gross − vat', ...plain, references: ['Ustawa o VAT art. 106e ust. 9'] },
    gross_of_net: {
        name: 'Gross', formula: 'net + vat', ...plain,
        references: ['EN 16931 BR-CO-15', 'Ustawa o VAT art. 106e ust. 1 pkt 15']
    },
    less_advances: {
        name: 'What advance invoices leave of a rate', formula: 'ofLines − ofAdvances', ...plain,
        references: ['Ustawa o VAT art. 106f ust. 3']
    },
    sum_of_net: {
        name: 'Total net', formula: 'Σ net of the VAT breakdown', ...plain,
        references: ['EN 16931 BR-CO-13', 'Ustawa o VAT art. 106e ust. 1 pkt 13']
    },
    sum_of_vat: {
        name: 'Total VAT', formula: 'Σ vat of the VAT breakdown', ...plain,
        references: ['EN 16931 BR-CO-14', 'Ustawa o VAT art. 106e ust. 1 pkt 14']
    },
    pair_difference: {
        name: 'What a line changes by', formula: 'before + after', ...plain,
        note: 'before is what was invoiced, negated.', references: ['Ustawa o VAT art. 106j ust. 2 pkt 5']
    },
    sum_of_corrected_net: {
        name: 'Net of a rate, corrected', formula: 'Σ net of the lines of the rate', ...plain,
        references: ['Ustawa o VAT art. 106j ust. 2 pkt 5']
    },
    sum_of_corrected_vat: {
        name: 'VAT of a rate, corrected', formula: 'Σ vat of the lines of the rate', ...plain,
        references: ['Ustawa o VAT art. 106j ust. 2 pkt 5']
    },
    exchanged_vat: {
        name: 'VAT of a rate in the VAT currency', formula: 'vat × exchangeRate', ...rounded,
        note: "The minor unit is the VAT currency's: for PLN, less than half a grosz is left out and half or "
            + "more makes one.",
        references: ['Ustawa o VAT art. 31a', 'Ustawa o VAT art. 106e ust. 11']
    },
    corrected_vat: {
        name: 'VAT of a rate with the corrective', formula: 'vatBefore + vat', ...plain,
        note: 'vatBefore is the VAT of the rate as it stood: of the invoice and its earlier correctives, added up.',
        references: ['Ustawa o VAT art. 106j ust. 2 pkt 5']
    },
    exchanged_difference: {
        name: 'VAT of a rate in the VAT currency, corrected', formula: 'after − before', ...plain,
        note: 'Of the rounded amounts, so that the invoice and its correctives add up to the exchanged VAT of the '
            + 'corrected state.',
        references: ['Ustawa o VAT art. 106e ust. 11', 'Ustawa o VAT art. 106j ust. 2 pkt 5']
    },
    sum_of_exchanged_vat: {
        name: 'Total VAT in the VAT currency', formula: 'Σ vatInVatCurrency of the rates', ...plain,
        references: ['EN 16931 BT-111', 'Ustawa o VAT art. 106e ust. 11']
    },
    balance: {
        name: 'Balance', formula: 'totalGross − paidAmount − creditedAmount', ...plain,
        references: ['EN 16931 BR-CO-16']
    }
} as const satisfies Readonly<Record<string, Rule>>;

/** The name of a rule. */
export type RuleName = keyof typeof rules;

/** The rules as an answer lists them, so that each step need only name its own. */
export const ruleList = Object.entries<Rule>(rules).map(([rule, description]) => ({ rule, ...description }));
