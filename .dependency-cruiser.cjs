/**
 * Imports go down the wings: processes → features → domain → platform → foundation. A wing may import its own folders
 * and those of the wings below it; no folders import each other in a circle, types counted too.
 * `app/processes/hapi-types.ts` is the one file known from below: it types hapi's `server.app` for the whole program,
 * and no file imports it.
 */
const wire = ['@hapi/.*', 'hapi-swagger', '@prisma/.*', 'ioredis', 'got', 'pg', 'pino', 'prom-client'].map((name) =>
    `^node_modules/${name}/`);
const wings = ['processes', 'features', 'domain', 'platform', 'foundation'];
const repository = '\\.(repository|rows)\\.ts$';
const wireSide = '\\.(routes|schemas|view)\\.ts$';
const test = '\\.test\\.ts$';

/** One rule per wing: the parts of `app` that it may not import. Development code is above all wings. */
const downTheWings = wings.map((wing, place) => ({
    name: `${wing}-imports-${place === wings.length - 1 ? 'itself' : 'itself-and-the-wings-below'}`, severity: 'error',
    from: { path: `^app/${wing}/`, pathNot: test },
    to: { path: '^app/', pathNot: `^app/(${wings.slice(place).join('|')})/` }
}));

module.exports = {
    forbidden: [
        ...downTheWings,
        { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
        {
            name: 'no-unlisted-packages', severity: 'error', from: {},
            to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'undetermined'] }
        },
        {
            name: 'no-missing-files', severity: 'error',
            comment: 'the typed client imports types that a test generates',
            from: { pathNot: '^test/support/typed-client/' }, to: { couldNotResolve: true }
        },
        {
            name: 'no-development-packages-in-the-service', severity: 'error',
            from: { path: '^app/', pathNot: ['^app/dev/', test] },
            to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] }
        },
        {
            name: 'no-development-code-in-the-service', severity: 'error', comment: 'app/dev never reaches production',
            from: { path: '^app/', pathNot: ['^app/dev/', test] },
            to: { path: ['^app/dev/', '^test/', '^scripts/'] }
        },
        {
            name: 'the-service-knows-no-cluster', severity: 'error',
            from: { path: '^(app|scripts)/' }, to: { path: '^k8s/' }
        },
        {
            name: 'charts-know-settings-and-probes-of-the-service-only', severity: 'error',
            from: { path: '^k8s/', pathNot: test },
            to: { path: '^(app|test)/', pathNot: ['^app/platform/config/', '^app/platform/health/probe-limits\\.ts$'] }
        },
        {
            name: 'money-and-errors-know-no-wire', severity: 'error',
            from: { path: '^app/foundation/(money|errors|vocabulary)/' }, to: { path: wire }
        },
        {
            name: 'repository-knows-no-use-case-or-route', severity: 'error',
            from: { path: repository }, to: { path: [wireSide, '^app/platform/(http|upstream|auth)/'] }
        },
        {
            name: 'only-routes-know-hapi', severity: 'error',
            from: { path: '^app/(features|domain)/', pathNot: [wireSide, repository, '-metrics\\.ts$', test] },
            to: { path: wire, dependencyTypesNot: ['type-only'] }
        },
        {
            name: 'routes-use-no-repository', severity: 'error',
            from: { path: wireSide }, to: { path: repository, dependencyTypesNot: ['type-only'] }
        },
        {
            name: 'only-the-entry-imports-main', severity: 'error',
            from: { pathNot: '^app/main\\.ts$' }, to: { path: '^app/main\\.ts$' }
        }
    ],
    options: {
        doNotFollow: { path: ['node_modules', '^app/platform/database/generated'] },
        tsPreCompilationDeps: true,
        tsConfig: { fileName: 'tsconfig.json' },
        enhancedResolveOptions: {
            exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'],
            extensions: ['.ts', '.js', '.mjs']
        }
    }
};
