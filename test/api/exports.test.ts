import { expect, test } from '@jest/globals';
import { useOrganisation, useService } from '../support/use-service.ts';
import { givenClock } from '../support/given-server.ts';

const service = useService({ clock: givenClock() });
const organisation = useOrganisation(service);

test('first look', async () => {
    await organisation.issued();
    for (const name of ['invoices', 'items', 'vat']) {
        const answer = await organisation.call('GET', `/exports/${name}.csv`);
        console.log(answer.status, answer.headers, answer.text);
    }
    expect(service.lines.filter(({ level }) => Number(level) > 30)).toEqual([]);
});
