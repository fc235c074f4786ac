import { join } from 'node:path';
import { root } from '../../scripts/clone.mjs';
import { contactId, productId, serviceId } from './standins/catalogue/ids.ts';

/**
 * What `npm start` prints at its end. The three commands can be pasted into any shell, together or one by one, as often as one
 * likes: the first keeps its answer in a file, and the others take the invoice's id from there.
 */
export function welcome({ url, token, debugPort }: { url: string; token: string; debugPort: number | undefined }): string {
    const answer = `'${join(root, '.data', 'invoice.json').replaceAll('\'', '\'\\\'\'')}'`;
    const id = `$(grep -o '"id":"[^"]*"' ${answer} | head -n 1 | cut -d '"' -f 4)`;
    const bearer = `-H 'Authorization: Bearer ${token}'`;
    const draft = JSON.stringify({
        contactId: contactId(1),
        items: [
            { itemType: 'product', productId: productId(1), quantity: '25.5' },
            { itemType: 'service', serviceId: serviceId(1), quantity: '25.5' },
            { itemType: 'custom', description: 'Delivery', unit: 'szt', quantity: 1, unitPriceNet: '120.00', vatRate: 23 }
        ]
    });
    return `
The API runs at        ${url}
Its documentation at   ${url}/api/docs${debugPort === undefined ? '' : `\nDebugger port          ${debugPort}`}

A development token (role admin, good for a year):
${token}

Create an invoice:
curl -sS -w '\\n' -X POST ${url}/invoices ${bearer} -H 'Content-Type: application/json' -d '${draft}' | tee ${answer}

Issue it:
curl -sS -w '\\n' -X POST "${url}/invoices/${id}/issue" ${bearer}

Read it:
curl -sS -w '\\n' "${url}/invoices/${id}" ${bearer}

Ctrl-C stops everything; the data stay for the next time (\`npm start -- --fresh\` empties them).
`;
}
