import { expect, test } from '@jest/globals';
import { givenLink, opened } from '../support/given-page.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

// Without Redis each process counts alone, so no other test takes part.
const service = useService({ env: {
    RATE_LIMITS: 'on', RATE_LIMIT_PAGES: '5/3600', TRUSTED_PROXIES: '10.9.0.0/16', REDIS_URL: ''
} });
const organisation = useOrganisation(service);

const guess = (remoteAddress: string, forwarded?: string) => opened(
    service, `/i/${'x'.repeat(43)}`, forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    { remoteAddress });

test('a token guessed at speed is refused with a page that says when to try again', async () => {
    const { path } = await givenLink(organisation, (await organisation.issued()).id);

    const answers = [];
    for (let index = 0; index < 7; index += 1) answers.push(await guess('203.0.113.1'));
    const right = await opened(service, path, { 'accept-language': 'pl' }, { remoteAddress: '203.0.113.1' });
    const elsewhere = await opened(service, path, {}, { remoteAddress: '203.0.113.2' });

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 429, 429]);
    expect([right.status, right.headers['content-type'], Number(right.headers['retry-after']) > 600])
        .toEqual([429, 'text/html; charset=utf-8', true]);
    expect(right.text).toContain('Za dużo zapytań');
    expect(elsewhere.status).toBe(200);
});

test('behind a trusted proxy each visitor is counted alone, and nobody by what they claim', async () => {
    const visitors = [];
    for (let index = 0; index < 7; index += 1) visitors.push(await guess('10.9.0.1', `198.51.100.${index}`));
    const liars = [];
    for (let index = 0; index < 7; index += 1) liars.push(await guess('203.0.113.9', `198.51.100.${index}`));

    expect(visitors.map(({ status }) => status)).toEqual(visitors.map(() => 404));
    expect(liars.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 429, 429]);
});
