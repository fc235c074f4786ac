import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Advisories of this severity or worse fail the build. */
const failing = ['high', 'critical'];
const maxReportBytes = 64 * 1_048_576;

/**
 * `node scripts/audit.mjs SBOM FOLDER`: asks the registry for advisories on every package of the lockfile, and fails
 * for those on packages that the SBOM says ship: npm's own `--omit=dev` also omits packages that a development package
 * needs. Writes `audit.json`. A registry that can't be asked is a failure as well, unless `AUDIT=allow-offline` is set:
 * then the report says that nothing was checked. `AUDIT=report` fails for neither, and the report has what was found.
 */
function audit(sbomFile, folder) {
    mkdirSync(folder, { recursive: true });
    const { stdout } = spawnSync('npm', ['audit', '--json'],
        { encoding: 'utf8', maxBuffer: maxReportBytes, stdio: ['ignore', 'pipe', 'ignore'] });
    const report = parsed(stdout);
    if (report?.vulnerabilities === undefined) {
        return notAsked(folder, report?.message ?? report?.error?.summary ?? 'npm audit gave no report');
    }

    const advisories = advisoriesOnWhatShips(report.vulnerabilities, shippedIn(sbomFile));
    writeFileSync(join(folder, 'audit.json'), `${JSON.stringify({ checked: true, advisories }, null, 2)}\n`);
    const bad = advisories.filter(({ severity }) => failing.includes(severity));
    for (const { severity, name, range, title, url } of bad)
        console.error(`${severity}: ${name} ${range}: ${title} (${url})`);
    console.log(bad.length === 0
        ? `No advisory of severity ${failing.join(' or ')} on what ships` : `${bad.length} advisories on what ships`);
    return bad.length === 0 || process.env['AUDIT'] === 'report' ? 0 : 1;
}

/** Packages of the SBOM as texts such as `@hapi/hapi@21.4.10`. */
function shippedIn(sbomFile) {
    const { components } = JSON.parse(readFileSync(sbomFile, 'utf8'));
    return new Set(components.map(({ group, name, version }) => `${group ? `${group}/` : ''}${name}@${version}`));
}

function advisoriesOnWhatShips(vulnerabilities, shipped) {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    return Object.values(vulnerabilities)
        .filter(({ name, nodes }) => nodes.some((path) => shipped.has(`${name}@${packages[path]?.version}`)))
        // A text in `via` names another package of the list, and the advisory is there.
        .flatMap(({ via }) => via.filter((cause) => typeof cause === 'object'))
        .map(({ name, severity, range, title, url }) => ({ name, severity, range, title, url }));
}

function notAsked(folder, reason) {
    const { AUDIT: mode = '' } = process.env;
    const allowed = ['allow-offline', 'report'].includes(mode);
    writeFileSync(join(folder, 'audit.json'), JSON.stringify({ checked: false, reason }));
    console.error(`The registry could not be asked for advisories: ${reason}`);
    console.error(allowed ? `AUDIT=${mode}: going on without`
        : 'To build all the same: AUDIT=allow-offline (--build-arg AUDIT=allow-offline)');
    return allowed ? 0 : 1;
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

process.exitCode = audit(process.argv[2] ?? 'dist/sbom.cdx.json', process.argv[3] ?? 'dist/audit');
