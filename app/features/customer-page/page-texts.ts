/** Name of a state that a document's page tells of. */
export type PageStateName = 'due' | 'overdue' | 'partial' | 'paid' | 'settled' | 'cancelled' | 'offer' | 'converted'
    | 'received';

/** Name of a message that stands on a page of its own. */
export type PageMessageName = 'notFound' | 'tooMany' | 'busy' | 'failed';

/** Texts of the customer's page in one language, beside those of the printed document. `{…}` is filled. */
export type PageTexts = {
    readonly languageName: string;
    readonly languages: string;
    readonly skip: string;
    readonly states: Readonly<Record<PageStateName, string>>;
    readonly stateDetails: {
        readonly dueBy: string; readonly overdueSince: string; readonly paidOn: string; readonly annulled: string;
        readonly cancelled: string; readonly converted: string; readonly offer: string; readonly received: string;
        readonly changes: string; readonly debtOf: string;
    };
    readonly correctives: string;
    readonly corrective: string;
    readonly finalInvoice: string;
    readonly back: string;
    readonly amountDue: string;
    readonly gross: string;
    readonly paid: string;
    readonly credited: string;
    readonly howToPay: string;
    readonly amount: string;
    readonly copy: string;
    readonly copied: string;
    readonly downloads: string;
    readonly pdf: string;
    readonly eInvoice: string;
    readonly facturX: string;
    readonly details: string;
    readonly parties: string;
    readonly sums: string;
    readonly lines: string;
    readonly validUntil: string;
    readonly messages: Readonly<Record<PageMessageName, { readonly title: string; readonly text: string }>>;
};
