import { expect, test } from '@jest/globals';
import { givenLink, opened } from '../support/given-page.ts';
import { givenItem } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);

test('the page of 500 lines is whole, and made within its time', async () => {
    const items = Array.from({ length: 500 }, (_line, at) =>
        givenItem({ description: `Deska dębowa nr ${at + 1}`, unitPriceNet: '12.34', quantity: '3' }));
    const { path } = await givenLink(organisation, (await organisation.issued({ items })).id);
    await opened(service, path);

    const before = process.cpuUsage();
    const { status, text } = await opened(service, path);
    const { user, system } = process.cpuUsage(before);

    expect([status, text.match(/Deska dębowa nr \d+/g)?.length]).toEqual([200, 500]);
    // Measured: 43 ms of processor time, and 292 kB before compression.
    expect((user + system) / 1_000).toBeLessThan(1_000);
    expect(text.length).toBeLessThan(400_000);
});
