import type { PaymentMethod } from '../../foundation/vocabulary/payment-methods.ts';
import type { RecipientRole } from '../../foundation/vocabulary/recipient-roles.ts';
import type { PrintLanguage } from './printed-document.ts';

/** Words in the place of a VAT rate, or beside one of 0. */
export type RateWord = 'zw' | 'np' | 'np_art100' | 'oo' | 'k' | 'g';

/** Texts of printed documents in one language. `{…}` marks a place that is filled. */
export type PrintTexts = {
    readonly headings: {
        readonly invoice: string; readonly final: string; readonly advance: string; readonly corrective: string;
        readonly proforma: string; readonly draft: string;
    };
    readonly marks: {
        readonly duplicate: string; readonly annulled: string; readonly cancelled: string;
        readonly annulledWatermark: string; readonly draftWatermark: string;
    };
    readonly facts: {
        readonly issueDate: string; readonly saleDate: string; readonly receivedOn: string; readonly dueDate: string;
        readonly orderNumber: string; readonly buyerReference: string; readonly proforma: string;
        readonly corrected: string; readonly correctedDate: string; readonly ksefNumber: string;
    };
    readonly parties: {
        readonly seller: string; readonly buyer: string; readonly nip: string; readonly vatId: string;
        readonly taxId: string; readonly regon: string; readonly phone: string; readonly email: string;
        readonly contact: string; readonly roles: Readonly<Record<RecipientRole, string>>;
    };
    readonly lines: {
        readonly position: string; readonly description: string; readonly quantity: string; readonly unit: string;
        readonly netPrice: string; readonly grossPrice: string; readonly discount: string; readonly vatRate: string;
        readonly net: string; readonly vat: string; readonly gross: string; readonly total: string;
        readonly priceFor: string; readonly discountPercent: string; readonly carriedFrom: string;
        readonly carriedTo: string; readonly before: string; readonly after: string; readonly difference: string;
        readonly order: string; readonly none: string;
    };
    readonly breakdown: {
        readonly rate: string; readonly total: string; readonly inVatCurrency: string; readonly difference: string;
        readonly rates: Readonly<Record<RateWord, string>>;
    };
    readonly advances: {
        readonly heading: string; readonly others: string; readonly givenBack: string; readonly number: string;
        readonly date: string; readonly total: string;
    };
    readonly due: {
        readonly toPay: string; readonly toReturn: string; readonly unchanged: string; readonly received: string;
        readonly gross: string; readonly whole: string; readonly advances: string; readonly paid: string;
        readonly credited: string; readonly words: string;
    };
    readonly payment: {
        readonly method: string; readonly account: string; readonly bank: string; readonly title: string;
        readonly terms: string; readonly scan: string; readonly dueDate: string;
        readonly methods: Readonly<Record<PaymentMethod, string>>;
    };
    readonly statements: {
        readonly splitPayment: string; readonly exemption: string; readonly exchangeRate: string;
        readonly exchangeRateOfDay: string; readonly receivedPayment: string; readonly proforma: string;
        readonly correctionReason: string; readonly correctedData: string; readonly cancelled: string;
        readonly yes: string; readonly no: string;
        /** Translations of the reasons for charging no VAT that the service knows, by their Polish words. */
        readonly reasons: Readonly<Record<string, string>>;
        /** Sources of exchange rates: tables of the National Bank of Poland, and a rate given by hand. */
        readonly sources: { readonly nbp: string; readonly manual: string };
    };
    readonly ksef: { readonly title: string };
    /** Names of the fields that a corrective changes. */
    readonly fields: Readonly<Record<string, string>>;
    readonly notes: string;
    readonly page: string;
    readonly of: string;
};

/** The language of a page and its texts. */
export type PrintWords = { readonly texts: PrintTexts; readonly language: PrintLanguage };
