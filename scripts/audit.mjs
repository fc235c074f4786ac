import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Advisories of this severity or worse fail the build. */
const failing = ['high', 'critical'];
const maxReportBytes = 64 * 1_048_576;

/**
 * `node scripts/audit.mjs FOLDER`: asks the registry for advisories on the packages that ship, and writes `audit.json`. A
 * registry that can't be asked is a failure too, unless `AUDIT=allow-offline` is set: then the report says that nothing was
 * checked. Optional packages are left out: they are Prisma's command line, a peer of its client that is never bundled.
 */
function audit(folder) {
    mkdirSync(folder, { recursive: true });
    const { stdout } = spawnSync('npm', ['audit', '--json', '--omit=dev', '--omit=optional'], {
        encoding: 'utf8', maxBuffer: maxReportBytes, stdio: ['ignore', 'pipe', 'ignore']
    });
    const report = parsed(stdout);
    const counts = report?.metadata?.vulnerabilities;
    if (counts === undefined) {
        return notAsked(folder, report?.message ?? report?.error?.summary ?? 'npm audit gave no report');
    }

    writeFileSync(join(folder, 'audit.json'), stdout);
    const found = failing.filter((severity) => counts[severity] > 0).map((severity) => `${counts[severity]} ${severity}`);
    for (const { name, severity, range } of Object.values(report.vulnerabilities).filter(({ severity }) => failing.includes(severity))) {
        console.error(`${severity}: ${name} ${range}`);
    }
    console.log(found.length === 0 ? `No advisory of severity ${failing.join(' or ')}` : `Advisories: ${found.join(', ')}`);
    return found.length === 0 ? 0 : 1;
}

function notAsked(folder, reason) {
    const allowed = process.env['AUDIT'] === 'allow-offline';
    writeFileSync(join(folder, 'audit.json'), JSON.stringify({ checked: false, reason }));
    console.error(`The registry could not be asked for advisories: ${reason}`);
    console.error(allowed ? 'AUDIT=allow-offline: going on without' : 'To build all the same: AUDIT=allow-offline (--build-arg AUDIT=allow-offline)');
    return allowed ? 0 : 1;
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

process.exitCode = audit(process.argv[2] ?? 'audit');
