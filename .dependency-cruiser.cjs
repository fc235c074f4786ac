/**
 * Imports point one way (style guide, section 2): main -> server, dependencies; routes -> use cases, schemas, view;
 * use case -> domain, repository, outbox; repository -> database, domain; domain -> money, errors; money, errors -> nothing.
 */
const wire = ['@hapi/.*', 'hapi-swagger', '@prisma/.*', 'ioredis', 'got', 'pg', 'pino', 'prom-client'].map((name) => `^node_modules/${name}/`);
const feature =
    '^app/(audit|bulk|cancellation|commands|correctives|events|exchange-rates|explain|from-quote|invoice-list|invoices|numbering|organisations|overdue|payments|pricing|proforma|reports|sending|tamper-evidence|totals|webhooks)/';
const repository = '\\.(repository|rows)\\.ts$';
const wireSide = '\\.(routes|schemas|view)\\.ts$';

module.exports = {
    forbidden: [
        { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
        { name: 'no-unlisted-packages', severity: 'error', from: {}, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'undetermined'] } },
        { name: 'no-missing-files', severity: 'error', from: {}, to: { couldNotResolve: true } },
        {
            name: 'no-development-packages-in-the-service', severity: 'error',
            from: { path: '^app/', pathNot: ['^app/dev/', '\\.test\\.ts$'] },
            to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] }
        },
        {
            name: 'no-development-code-in-the-service', severity: 'error', comment: 'app/dev never reaches production',
            from: { path: '^app/', pathNot: ['^app/dev/', '\\.test\\.ts$'] },
            to: { path: ['^app/dev/', '^test/', '^scripts/'] }
        },
        {
            name: 'the-service-knows-no-cluster', severity: 'error',
            from: { path: '^(app|scripts)/' }, to: { path: '^k8s/' }
        },
        {
            name: 'charts-know-the-settings-of-the-service-only', severity: 'error',
            from: { path: '^k8s/', pathNot: '\\.test\\.ts$' }, to: { path: '^(app|test)/', pathNot: '^app/config/' }
        },
        {
            name: 'money-and-errors-import-nothing-of-ours', severity: 'error',
            from: { path: '^app/(money|errors)/', pathNot: '\\.test\\.ts$' },
            to: { path: '^app/', pathNot: '^app/(money|errors)/' }
        },
        {
            name: 'money-and-errors-know-no-wire', severity: 'error',
            from: { path: '^app/(money|errors)/' }, to: { path: wire }
        },
        {
            name: 'repository-knows-no-use-case-or-route', severity: 'error',
            from: { path: repository }, to: { path: [wireSide, '^app/(http|upstream|auth|server|main|routes)'] }
        },
        {
            name: 'only-routes-know-hapi', severity: 'error',
            from: { path: feature, pathNot: [wireSide, repository, '\\.test\\.ts$'] },
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
        tsPreCompilationDeps: 'specify',
        tsConfig: { fileName: 'tsconfig.json' },
        enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'], extensions: ['.ts', '.js', '.mjs'] }
    }
};
