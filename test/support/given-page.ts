import type { GivenOrganisation } from './given-organisation.ts';
import { publicUrl } from './given-server.ts';
import type { Answered, CallOptions, GivenService } from './given-service.ts';

/** Agents of browsers that people have. */
export const agents = {
    desktop: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 '
        + 'Safari/537.36',
    phone: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) '
        + 'Version/18.6 Mobile/15E148 Safari/604.1'
};

/** A link with the path of its page. */
export type GivenLink = { readonly id: string; readonly path: string; readonly token: string };

/** Makes a link to the page of an issued document. */
export async function givenLink(
    { call }: Pick<GivenOrganisation, 'call'>, invoiceId: string, body: object = {}
): Promise<GivenLink> {
    const answer = await call('POST', `/invoices/${invoiceId}/links`, { body });
    if (answer.status !== 201) throw new Error(`the link was refused: ${answer.text}`);
    const path = String(answer.body.url).slice(publicUrl.length);
    return { id: answer.body.id, path, token: path.slice('/i/'.length) };
}

/** Opens an address as a browser does: without a token, with a desktop's agent. */
export function opened(
    service: Pick<GivenService, 'call'>, path: string, headers: Readonly<Record<string, string>> = {},
    options: CallOptions & { readonly method?: string } = {}
): Promise<Answered> {
    const { method = 'GET', ...rest } = options;
    return service.call(method, path, { ...rest, token: '', headers: { 'user-agent': agents.desktop, ...headers } });
}
