import { catalogueContacts } from './standins/catalogue/contacts.ts';
import { contactId, productId, quoteId, serviceId } from './standins/catalogue/ids.ts';
import { catalogueProducts } from './standins/catalogue/products.ts';
import { catalogueQuotes } from './standins/catalogue/quotes.ts';
import { catalogueServices } from './standins/catalogue/services.ts';

/** Addresses of the service for a developer, and the texts to show with them. */
export type WelcomeOptions = {
    readonly url: string;
    readonly token: string;
    /** File in which the first command keeps its answer; the others take the invoice's id from there. */
    readonly answerFile: string;
    /** More addresses, such as `['Debugger port', '9229']`. */
    readonly addresses?: readonly (readonly [what: string, where: string])[];
    /** The last line: how to stop, and what becomes of the data. */
    readonly ending: string;
};

const addressColumn = 23;

/** Things that the stand-ins know: name, id by number, and the things. */
const catalogue = [
    ['contacts', contactId, catalogueContacts], ['products', productId, catalogueProducts],
    ['services', serviceId, catalogueServices], ['quotes', quoteId, catalogueQuotes]
] as const;
const catalogueText = catalogue.map(([name, idOf, { length }]) => `${name} ${idOf(1)} to …${length}`).join(',\n  ');

/**
 * Text for a developer when everything runs. The three commands can be pasted into any shell, together or one by one,
 * any number of times.
 */
export function welcome({ url, token, answerFile, addresses = [], ending }: WelcomeOptions): string {
    const answer = `'${answerFile.replaceAll('\'', '\'\\\'\'')}'`;
    const id = `$(grep -o '"id":"[^"]*"' ${answer} | head -n 1 | cut -d '"' -f 4)`;
    const bearer = `-H 'Authorization: Bearer ${token}'`;
    const draft = JSON.stringify({
        contactId: contactId(1),
        items: [
            { itemType: 'product', productId: productId(1), quantity: '25.5' },
            { itemType: 'service', serviceId: serviceId(1), quantity: '25.5' },
            {
                itemType: 'custom', description: 'Delivery', unit: 'szt', quantity: 1,
                unitPriceNet: '120.00', vatRate: 23
            }
        ]
    });
    const places = [['The API runs at', url], ['Its documentation at', `${url}/api/docs`], ...addresses] as const;
    return `
${places.map(([what, where]) => what.padEnd(addressColumn) + where).join('\n')}

A development token (role admin, good for a year):
${token}

Create an invoice:
curl -sS -w '\\n' -X POST ${url}/invoices ${bearer} -H 'Content-Type: application/json' -d '${draft}' | tee ${answer}

Issue it:
curl -sS -w '\\n' -X POST "${url}/invoices/${id}/issue" ${bearer}

Read it:
curl -sS -w '\\n' "${url}/invoices/${id}" ${bearer}

What next:
- docs/tutorial.md pays, corrects, receives a webhook, reads a report and takes a PDF and a CSV file, each command with
  its answer.
- ${url}/api/docs has every operation: paste the token into Authorize, then Execute.
- npm run -s token prints the token again; -- --org acme --role sales gives another.
- An answer indented: … | node -p 'JSON.stringify(JSON.parse(fs.readFileSync(0)), null, 2)'
- There are ${catalogueText}.

${ending}
`;
}
