const { options } = require('./.dependency-cruiser.cjs');

/**
 * No folders of `app` import each other in a circle, types counted too. Tests beside the code are left out: they use
 * `test/support`, which uses all of `app`.
 */
module.exports = {
    forbidden: [{ name: 'no-cycles-of-folders', severity: 'error', scope: 'folder', from: {}, to: { circular: true } }],
    options: { ...options, includeOnly: '^app/', exclude: '\\.test\\.ts$' }
};
