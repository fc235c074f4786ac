import { setTimeout as wait } from 'node:timers/promises';
import { TestEnvironment } from 'jest-environment-node';

/** Resources that are about to close, or that Node keeps for itself. */
const transient = new Set(['CloseReq', 'FSReqCallback', 'FSReqPromise', 'Immediate', 'TickObject']);
const patienceMs = 3_000;
const pollMs = 25;

/**
 * Jest's environment for Node, which also fails a test file that leaves something open after its own `afterAll`: a
 * server, a socket, a timer, a process, a worker. A resource that keeps a process alive would also keep a service from
 * shutting down.
 */
export default class LeakCheckEnvironment extends TestEnvironment {
    async setup() {
        await super.setup();
        void [process.stdin, process.stdout, process.stderr]; // opened by their first use, and then for good
        this.openBefore = openHandles();
    }

    async handleTestEvent(event, state) {
        if (event.name !== 'run_finish') return;
        const left = await leftOpen(this.openBefore);
        if (left.length > 0) {
            const error = new Error(`This file leaves something open after its last afterAll: ${left.join(', ')}`);
            error.stack = error.message; // the place in this file would only mislead
            state.unhandledErrors.push(error);
        }
    }
}

/** Resources still open after the time limit: closing takes a moment. */
async function leftOpen(before) {
    const givenUpAt = performance.now() + patienceMs;
    for (;;) {
        const left = more(openHandles(), before);
        if (left.length === 0 || performance.now() > givenUpAt) return left;
        await wait(pollMs);
    }
}

function openHandles() {
    const counts = new Map();
    for (const type of process.getActiveResourcesInfo()) {
        if (!transient.has(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    return counts;
}

function more(now, before) {
    return [...now]
        .filter(([type, count]) => count > (before.get(type) ?? 0))
        .map(([type, count]) => `${count - (before.get(type) ?? 0)} ${type}`);
}
