import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { choosePorts, freePort } from '../../scripts/ports.mjs';

const variables = [
    'PORT', 'METRICS_PORT', 'CONTACTS_STANDIN_PORT', 'PRODUCTS_STANDIN_PORT', 'SERVICES_STANDIN_PORT',
    'QUOTES_STANDIN_PORT', 'NBP_STANDIN_PORT',
    'MAILBOX_PORT', 'MAILBOX_SMTP_PORT', 'POSTGRES_PORT', 'DEBUG_PORT', 'PORT_OFFSET'
];
const shell = { ...process.env };
let taken: Server | undefined;

afterEach(() => {
    taken?.close();
    for (const variable of variables) {
        if (shell[variable] === undefined) delete process.env[variable];
        else process.env[variable] = shell[variable];
    }
});

/** Another program on a free port. @returns The port */
async function givenTakenPort(): Promise<number> {
    const port = await freePort();
    taken = createServer();
    await new Promise<void>((resolve) => taken?.listen(port, () => resolve()));
    return port;
}

function givenVariables(values: Readonly<Record<string, string>>): void {
    for (const variable of variables) delete process.env[variable];
    Object.assign(process.env, values);
}

/** Sets the variables as the command does, and takes away those that it takes away. */
function followAdvice(command: string): void {
    for (const [, variable = ''] of command.matchAll(/-u (\w+)/g)) delete process.env[variable];
    for (const [, variable = '', value] of command.matchAll(/(\w+)=(\d+)/g)) process.env[variable] = value;
}

describe('the ports of npm start', () => {
    test('are moved all at once by PORT_OFFSET, but those with a variable of their own', async () => {
        const own = await freePort();
        givenVariables({ PORT_OFFSET: '21000', NBP_STANDIN_PORT: String(own) });

        const ports = await choosePorts({ debugging: true, fresh: false });

        expect(ports).toEqual({
            PORT: 24_008, METRICS_PORT: 30_464, CONTACTS_STANDIN_PORT: 24_005, PRODUCTS_STANDIN_PORT: 24_004,
            SERVICES_STANDIN_PORT: 24_007, QUOTES_STANDIN_PORT: 24_006, NBP_STANDIN_PORT: own,
            MAILBOX_PORT: 29_025, MAILBOX_SMTP_PORT: 22_025,
            POSTGRES_PORT: undefined, DEBUG_PORT: 30_229
        });
    });

    test('that are taken are named, with one command that works', async () => {
        const port = await givenTakenPort();
        givenVariables({ PORT_OFFSET: '21000', PORT: String(port), METRICS_PORT: String(port) });

        const refusal = choosePorts({ debugging: false, fresh: true });

        const message = await refusal.then(() => '', (error: Error) => error.message);
        const [first, second, , command = ''] = message.split('\n');
        expect([first, second]).toEqual([
            `Port ${port} is taken, and the API of invoices-service wants it.`,
            `Port ${port} is wanted twice, by PORT and METRICS_PORT.`
        ]);
        expect(command).toMatch(/^env -u PORT -u METRICS_PORT PORT_OFFSET=\d+000 npm start -- --fresh$/);
        followAdvice(command);
        const ports = await choosePorts({ debugging: false, fresh: true });
        expect(ports['PORT']).toBe(3_008 + Number(process.env['PORT_OFFSET']));
    });

    test.each([['x'], ['-1'], ['1.5'], ['70000']])('refuse an offset of %s by its name', async (value) => {
        givenVariables({ PORT_OFFSET: value });

        await expect(choosePorts({ debugging: false, fresh: false })).rejects.toThrow('PORT_OFFSET');
    });
});
