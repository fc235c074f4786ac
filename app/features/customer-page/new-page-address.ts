import type { Invoice } from '../../domain/invoices/invoice.ts';
import { linkFor } from '../../domain/page-links/page-link.ts';
import { insertPageLink } from '../../domain/page-links/page-link.repository.ts';
import type { PageDependencies } from './open-page.ts';

/**
 * Address of the page of an issued document by a new link, which is stored at once: for jobs, such as an e-mail that is
 * being made. A job that is tried again makes another link; whatever was sent before still opens.
 * @param createdBy - Who asked for it, as the list of links shows it.
 * @returns Undefined where the service has no pages, and for a draft.
 */
export async function newPageAddress(
    { database, clock, config: { pages } }: PageDependencies,
    { id, organisationId, number }: Pick<Invoice, 'id' | 'organisationId' | 'number'>, createdBy: string
): Promise<string | undefined> {
    const made = number === null
        ? undefined : linkFor({ id, organisationId }, { pages, createdBy, now: clock.now() });
    if (made !== undefined) {
        await insertPageLink(database, made.link);
    }
    return made?.url;
}
