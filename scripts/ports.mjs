import { createServer } from 'node:net';

/**
 * The ports of `npm start`, each with the variable that changes it. PostgreSQL takes any free one unless POSTGRES_PORT
 * is given.
 */
const wanted = [
    { variable: 'PORT', usual: 3008, wantedBy: 'the API of invoices-service' },
    { variable: 'METRICS_PORT', usual: 9464, wantedBy: 'the metrics of invoices-service' },
    { variable: 'CONTACTS_STANDIN_PORT', usual: 3005, wantedBy: 'the stand-in of contacts-service' },
    { variable: 'PRODUCTS_STANDIN_PORT', usual: 3004, wantedBy: 'the stand-in of products-service' },
    { variable: 'SERVICES_STANDIN_PORT', usual: 3007, wantedBy: 'the stand-in of services-service' },
    { variable: 'QUOTES_STANDIN_PORT', usual: 3006, wantedBy: 'the stand-in of quotes-service' },
    { variable: 'NBP_STANDIN_PORT', usual: 3009, wantedBy: 'the stand-in of NBP' },
    { variable: 'POSTGRES_PORT', usual: undefined, wantedBy: 'PostgreSQL' }
];
const forDebugging = { variable: 'DEBUG_PORT', usual: 9229, wantedBy: 'the debugger' };

/**
 * Makes sure that every port is free before anything is started.
 * @param {{ debugging: boolean }} options
 * @returns {Promise<Record<string, number | undefined>>} Ports by variable.
 * @throws Error that names each taken port, what wanted it and how to choose another
 */
export async function choosePorts({ debugging }) {
    const chosen = (debugging ? [...wanted, forDebugging] : wanted).map((port) =>
        ({ ...port, number: numberOf(port) }));
    const faults = [];
    for (const [position, { variable, wantedBy, number }] of chosen.entries()) {
        const earlier = chosen.slice(0, position).find((port) => port.number === number && number !== undefined);
        if (earlier) faults.push(`Port ${number} is wanted twice, by ${earlier.variable} and ${variable}.`);
        else if (number !== undefined && !(await isFree(number))) {
            faults.push(`Port ${number} is taken, and ${wantedBy} wants it. Free it, or choose another: `
                + `${variable}=${number + 1_000} npm start`);
        }
    }
    if (faults.length > 0) throw new Error(faults.join('\n'));
    return Object.fromEntries(chosen.map(({ variable, number }) => [variable, number]));
}

/**
 * Checks whether a server could listen on this port now, on every address of this machine.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isFree(port) {
    return new Promise((resolve) => {
        const probe = createServer();
        probe.once('error', () => resolve(false));
        probe.listen(port, () => probe.close(() => resolve(true)));
    });
}

/**
 * A free port of the loopback interface.
 * @returns {Promise<number>}
 */
export function freePort() {
    return new Promise((resolve, reject) => {
        const probe = createServer();
        probe.once('error', reject);
        probe.listen(0, '127.0.0.1', () => {
            const { port } = probe.address();
            probe.close(() => resolve(port));
        });
    });
}

function numberOf({ variable, usual }) {
    const given = process.env[variable];
    if (given === undefined || given.trim() === '') return usual;
    const number = Number(given);
    if (!Number.isInteger(number) || number < 1 || number > 65_535)
        throw new Error(`${variable} must be a port number, 1 to 65535`);
    return number;
}
