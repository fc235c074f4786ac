import { SignJWT } from 'jose';
import { secret } from './bundled-service.ts';

/** The body of an answer, and the id in it. */
export type Answer = { readonly text: string; readonly id: string };

/** A caller of the service: one organisation's administrator. */
export type Api = {
    readonly organisation: string; readonly token: string;
    call(method: string, path: string, body?: object, key?: string): Promise<Answer>
};

/** Invented; complete enough to issue. */
export const seller = {
    legalName: 'Przykładowe Podłogi sp. z o.o.', nip: '1234563218', street: 'ul. Dębowa 1',
    postalCode: '00-001', city: 'Warszawa', iban: 'PL61109010140000071219812874', bankName: 'Bank Przykładowy'
};

/** A draft of five lines whose prices the caller gives, so that no other service is asked. */
export const draft = {
    customerName: 'Anna Przykładowa',
    customerAddress: 'ul. Lipowa 2, 00-002 Warszawa',
    paymentTerms: '14',
    items: [
        {
            description: 'Panele winylowe, jodełka, 5 mm', quantity: '42.5', unit: 'm²',
            unitPriceNet: '129.90', vatRate: 23
        },
        { description: 'Montaż paneli', quantity: '42.5', unit: 'm²', unitPriceNet: '45.00', vatRate: 8 },
        {
            description: 'Listwa przypodłogowa', quantity: '18', unit: 'mb', unitPriceNet: '19.90',
            vatRate: 23, discountPercent: '5'
        },
        { description: 'Podkład korkowy', quantity: '43', unit: 'm²', unitPriceNet: '14.37', vatRate: 23 },
        { description: 'Transport', quantity: '1', unit: 'szt', unitPriceNet: '120.00', vatRate: 23 }
    ].map((item) => ({ itemType: 'custom', ...item }))
};

/** Invoices of one bulk request, and lines of each. */
export const bulkSize = { invoices: 200, lines: 10 };

/** A request of many drafts: under 1 MB. */
export const manyDrafts = {
    invoices: Array.from({ length: bulkSize.invoices }, () =>
        ({ ...draft, items: [...draft.items, ...draft.items].slice(0, bulkSize.lines) }))
};

/** A caller with a token of this organisation, valid for two hours. */
export async function openApi(port: number, organisation: string): Promise<Api> {
    const token = await new SignJWT({ role: 'admin', org: organisation })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setSubject('bench').setIssuedAt().setExpirationTime('2 hours')
        .sign(new TextEncoder().encode(secret));
    return {
        organisation,
        token,
        call: async (method, path, body, key) => {
            const response = await fetch(`http://127.0.0.1:${port}${path}`, {
                method,
                headers: {
                    authorization: `Bearer ${token}`,
                    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
                    ...(key === undefined ? {} : { 'idempotency-key': key })
                },
                ...(body === undefined ? {} : { body: JSON.stringify(body) })
            });
            const text = await response.text();
            if (!response.ok) {
                throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
            }
            return { text, id: /"id":"([0-9a-f-]{36})"/.exec(text)?.[1] ?? '' };
        }
    };
}
