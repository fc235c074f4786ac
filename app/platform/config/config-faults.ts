/**
 * All faults of the environment, reported together so that they are corrected in one go.
 * The texts name settings and rules, never values: a value may be a secret.
 */
export class ConfigFaults extends Error {
    readonly faults: readonly string[];

    constructor(faults: readonly string[]) {
        const heading = `The configuration has ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}:`;
        super([heading, ...faults.map((fault) => `  - ${fault}`)].join('\n'));
        this.name = 'ConfigFaults';
        this.faults = faults;
    }
}
