import type { Database } from '../../platform/database/database.ts';
import type { PageLink } from './page-link.ts';

/** Stores a link by itself: for a job, which makes it after the document was issued. */
export async function insertPageLink({ prisma }: Pick<Database, 'prisma'>, link: PageLink): Promise<void> {
    await prisma.pageLink.create({ data: { ...link, tokenHash: Uint8Array.from(link.tokenHash) } });
}
