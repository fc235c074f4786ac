/** Places that texts of e-mails may have, each with its meaning. */
export const mailPlaces = {
    document: 'kind of the document, such as Faktura',
    number: 'number of the document',
    amount: 'what is left to pay, with its currency',
    total: 'gross amount, with its currency',
    issueDate: 'issue date',
    dueDate: 'due date of what is left to pay',
    days: 'days between today and the due date',
    customerName: 'name of the customer',
    sellerName: 'name that e-mails come from'
} as const;

/** Name of a place. */
export type MailPlace = keyof typeof mailPlaces;

/** Values of the places of one e-mail. */
export type PlaceValues = Readonly<Record<MailPlace, string>>;

const place = /\{([^{}\n]*)\}/g;

/** Names of places in a text that there are not. */
export function unknownPlaces(text: string): readonly string[] {
    return [...text.matchAll(place)].flatMap(([, name = '']) => (Object.hasOwn(mailPlaces, name) ? [] : [name]));
}

/** A text with its places filled. What is no place stays as it is. */
export function withPlaces(text: string, values: PlaceValues): string {
    return text.replace(place, (whole, name: string) =>
        (Object.hasOwn(mailPlaces, name) ? values[name as MailPlace] : whole));
}
