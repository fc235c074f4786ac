/** Counts checks that hold and checks that fail. */
export type Checks = {
    /** Fails a check that has faults. @param faults - Faults in words; empty when the check holds. */
    readonly expectNone: (what: string, faults: readonly string[]) => void;
    readonly passed: () => number;
    readonly failed: () => number;
};

const shownFaults = 5;

/** Prints each check that fails, with the first of its faults; with `tellAll` also each one that holds. */
export function openChecks({ tellAll = false } = {}): Checks {
    let passed = 0;
    let failed = 0;
    return {
        expectNone: (what, faults) => {
            if (faults.length === 0) {
                passed += 1;
                if (tellAll) console.log(`    ok      ${what}`);
                return;
            }
            failed += 1;
            console.log(`    FAILED: ${what}`);
            for (const fault of faults.slice(0, shownFaults)) console.log(`        ${fault}`);
            if (faults.length > shownFaults) console.log(`        and ${faults.length - shownFaults} more`);
        },
        passed: () => passed,
        failed: () => failed
    };
}
