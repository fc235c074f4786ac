import { createServer } from 'node:net';

/**
 * The ports of `npm start`, each with the variable that changes it. PORT_OFFSET moves all of them at once, but those
 * that have a variable of their own. PostgreSQL takes any free one unless POSTGRES_PORT is given.
 */
const wanted = [
    { variable: 'PORT', usual: 3008, wantedBy: 'the API of invoices-service' },
    { variable: 'METRICS_PORT', usual: 9464, wantedBy: 'the metrics of invoices-service' },
    { variable: 'CONTACTS_STANDIN_PORT', usual: 3005, wantedBy: 'the stand-in of contacts-service' },
    { variable: 'PRODUCTS_STANDIN_PORT', usual: 3004, wantedBy: 'the stand-in of products-service' },
    { variable: 'SERVICES_STANDIN_PORT', usual: 3007, wantedBy: 'the stand-in of services-service' },
    { variable: 'QUOTES_STANDIN_PORT', usual: 3006, wantedBy: 'the stand-in of quotes-service' },
    { variable: 'NBP_STANDIN_PORT', usual: 3009, wantedBy: 'the stand-in of NBP' },
    { variable: 'MAILBOX_PORT', usual: 8025, wantedBy: 'the pages of the mailbox' },
    { variable: 'MAILBOX_SMTP_PORT', usual: 1025, wantedBy: 'the mail server of the mailbox' },
    { variable: 'POSTGRES_PORT', usual: undefined, wantedBy: 'PostgreSQL' }
];
const forDebugging = { variable: 'DEBUG_PORT', usual: 9229, wantedBy: 'the debugger' };

const maxPort = 65_535;
/** The offset that is tried first for another copy, and the step to the next one. */
const offsetStep = 1_000;

/**
 * Makes sure that every port is free before anything is started.
 * @param {{ debugging: boolean, fresh: boolean }} options - Options of the command, which the advice repeats.
 * @returns {Promise<Record<string, number | undefined>>} Ports by variable.
 * @throws Error that names each taken port, what wanted it, and one command that works instead
 */
export async function choosePorts({ debugging, fresh }) {
    const ports = debugging ? [...wanted, forDebugging] : wanted;
    const chosen = chosenPorts(ports, numberFrom('PORT_OFFSET', 0, maxPort) ?? 0);
    const faults = [];
    for (const [position, { variable, wantedBy, number }] of chosen.entries()) {
        if (number === undefined) continue;
        const earlier = chosen.slice(0, position).find((port) => port.number === number);
        if (earlier) faults.push(`Port ${number} is wanted twice, by ${earlier.variable} and ${variable}.`);
        else if (!(await isFree(number))) faults.push(`Port ${number} is taken, and ${wantedBy} wants it.`);
    }
    if (faults.length > 0) {
        const command = `${debugging ? 'npm run dev' : 'npm start'}${fresh ? ' -- --fresh' : ''}`;
        throw new Error([...faults, await adviceFor(ports, command)].join('\n'));
    }
    return Object.fromEntries(chosen.map(({ variable, number }) => [variable, number]));
}

/** Numbers of the ports, and whether a variable of its own gave one. @throws Error for one that is no port */
function chosenPorts(ports, offset) {
    return ports.map(({ variable, usual, wantedBy }) => {
        const given = numberFrom(variable, 1, maxPort);
        const number = given ?? (usual === undefined ? undefined : usual + offset);
        if (number > maxPort) throw new Error(`PORT_OFFSET moves ${variable} beyond ${maxPort}`);
        return { variable, wantedBy, number, usual, isGiven: given !== undefined };
    });
}

/** Finds ports that are free, and the command that uses them. */
async function adviceFor(ports, command) {
    const given = chosenPorts(ports, 0).filter(({ isGiven }) => isGiven).map(({ variable }) => variable);
    const highest = Math.max(...ports.map(({ usual = 0 }) => usual));
    for (let offset = offsetStep; offset + highest <= maxPort; offset += offsetStep) {
        const numbers = ports.flatMap(({ usual }) => usual === undefined ? [] : [usual + offset]);
        const free = await Promise.all(numbers.map(isFree));
        // `env -u` takes away variables of the shell, which would win.
        const without = given.length === 0 ? '' : `env ${given.map((variable) => `-u ${variable}`).join(' ')} `;
        if (free.every(Boolean)) {
            return `Free them, or use others, all at once:\n${without}PORT_OFFSET=${offset} ${command}`;
        }
    }
    return 'Free them: no other ports are free either.';
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

function numberFrom(variable, min, max) {
    const given = process.env[variable];
    if (given === undefined || given.trim() === '') return undefined;
    const number = Number(given);
    if (!Number.isInteger(number) || number < min || number > max)
        throw new Error(`${variable} must be a ${min === 0 ? '' : 'port '}number, ${min} to ${max}`);
    return number;
}
