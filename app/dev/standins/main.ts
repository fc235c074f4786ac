import { standinNames, startOne, type PerStandin, type StandinName } from './standins.ts';

/** The CRM's own ports, and one for NBP. */
const usualPorts: PerStandin<number> = { contacts: 3005, products: 3004, services: 3007, quotes: 3006, nbp: 3009 };

const { STANDIN = 'all', PORT, HOST = '127.0.0.1', STANDIN_FORM = 'deployed' } = process.env;
const wanted = standinNames.filter((name) => STANDIN === 'all' || STANDIN === name);

const form = STANDIN_FORM === 'deployed' || STANDIN_FORM === 'documented' ? STANDIN_FORM : undefined;

if (wanted.length === 0 || form === undefined || (PORT !== undefined && !/^\d{1,5}$/.test(PORT))) {
    console.error(`STANDIN is one of ${standinNames.join(', ')}, all; `
        + 'STANDIN_FORM is deployed or documented; PORT is a number');
    process.exit(78);
}

const portOf = (name: StandinName) => wanted.length === 1 && PORT !== undefined ? Number(PORT) : usualPorts[name];
const running = await Promise.all(wanted.map(async (name) => {
    const standin = await startOne(name, { ports: { ...usualPorts, [name]: portOf(name) }, form, host: HOST });
    console.log(`The stand-in of ${name === 'nbp' ? 'NBP' : `${name}-service`} listens on ${standin.url}`);
    return standin;
}));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void Promise.all(running.map((standin) => standin.close())));
}
