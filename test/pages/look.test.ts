import { expect, test } from '@jest/globals';
import { givenLink, opened } from '../support/given-page.ts';
import { pngOf } from '../support/pictures.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);

test("the page has the seller's logo and colour, made readable on the dark page", async () => {
    const admin = await organisation.as({ role: 'admin' });
    await organisation.profile({ legalName: 'Podłogi & Spółka', accentColor: '#14532d' });
    const logo = pngOf(124, 36).toString('base64');
    const put = await admin('PUT', '/organisation/logo', { body: { content: logo } });
    const { path } = await givenLink(organisation, (await organisation.issued()).id);

    const { status, text } = await opened(service, path);

    const picture = /<img class="logo" src="data:image\/png;base64,([^"]*)" alt="([^"]*)">/.exec(text);
    expect([put.status, status]).toEqual([200, 200]);
    expect([picture?.[1]?.replaceAll('&#x3D;', '='), picture?.[2]]).toEqual([logo, 'Podłogi &amp; Spółka']);
    expect(text).toMatch(/--accent-on-light: #14532d; --accent-on-dark: #[6-9a-f][0-9a-f]{5};/);
}, 60_000);

test('the page has the name of a seller without a logo', async () => {
    const { path } = await givenLink(organisation, (await organisation.issued()).id);

    const { text } = await opened(service, path);

    expect(text).toContain('<p class="seller">');
    expect(text).not.toContain('<img');
});
