/**
 * Process entry, run in a container that shares the service's network: load straight at the service until no process
 * listens any more. Prints its report as one line, after `OUTCOME `.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { startLoad } from '../load.ts';
import { faultsOf, told } from '../load-report.ts';

const port = 3008;
const callers = 16;
const maxMs = 60_000;
const pollMs = 20;

const load = startLoad({ port, token: process.env['TOKEN'] ?? '', callers });
const giveUpAt = performance.now() + maxMs;
while (performance.now() < giveUpAt && !load.refused()) await wait(pollMs);
const report = await load.stop();
// A refused connection was never accepted: its caller goes elsewhere, and no call is lost.
const outcome = {
    told: told(report), faults: faultsOf(report, ['refused']),
    refused: load.refused(), numbers: report.numbers
};
console.log(`OUTCOME ${JSON.stringify(outcome)}`);
