import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

/** First words that hide the noun: a docstring begins with its noun, or a function's with its verb. */
const riddles = 'What|How|Of|Whether|Who|Whoever|Where|When|Which|Why|Whose|Such|So|Those|One (?:that|which|who|more)';

/**
 * Lines that may be longer: a title of a test or of a group is one string, which is found by the line of a failure.
 * Lines with a URL are left out by `ignoreUrls`. Everything else can be broken, strings and templates too.
 */
const titles = '^\\s*(?:(?:test|describe)(?:\\.\\w+)*|\\]\\))\\([\'"`]';

/** Rules that the type checker has not: promises, ways round the types, sizes, and docstrings of what is exported. */
export default tseslint.config(
    // The typed client imports types that a test generates, and that test checks it.
    { ignores: [
        'node_modules/', 'dist/', '.data/', 'coverage/', 'app/platform/database/generated/',
        'test/support/typed-client/'
    ] },
    {
        files: ['**/*.ts'],
        extends: [tseslint.configs.recommendedTypeChecked],
        languageOptions: { parserOptions: { projectService: true } },
        rules: {
            '@typescript-eslint/no-non-null-assertion': 'error',
            '@typescript-eslint/consistent-type-imports': 'error',
            '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
            '@typescript-eslint/no-unused-vars': ['error', {
                argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true
            }],
            '@typescript-eslint/naming-convention': ['error',
                { selector: 'typeLike', format: ['PascalCase'] },
                { selector: 'function', format: ['camelCase'] },
                { selector: 'variable', format: ['camelCase'], leadingUnderscore: 'allow' },
                // Named elsewhere: members of the environment, columns.
                { selector: 'variable', modifiers: ['destructured'], format: null }
            ],
            // A function may be declared async because its type says so.
            '@typescript-eslint/require-await': 'off',
            // Our own objects are made of functions, which need no `this`.
            '@typescript-eslint/unbound-method': 'off'
        }
    },
    {
        files: ['**/*.{ts,js,mjs,cjs}'],
        rules: {
            'eqeqeq': ['error', 'smart'],
            'no-var': 'error',
            'prefer-const': 'error',
            'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
            'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
            'max-len': ['error', { code: 120, comments: 120, ignoreUrls: true, ignorePattern: titles }],
            'max-params': ['error', 4],
            'complexity': ['error', 15]
        }
    },
    {
        // Every export says what it is; a parameter is described where its name and type do not say enough.
        files: ['**/*.{ts,js,mjs,cjs}'],
        plugins: { jsdoc },
        rules: {
            'jsdoc/require-jsdoc': ['error', {
                publicOnly: true, enableFixer: false, require: { FunctionDeclaration: true, ClassDeclaration: true },
                contexts: [
                    // A variable inside an exported function counts as public too, without the parent.
                    'ExportNamedDeclaration > VariableDeclaration', 'TSTypeAliasDeclaration', 'TSInterfaceDeclaration'
                ]
            }],
            'jsdoc/match-description': ['error', {
                contexts: ['any'], mainDescription: `^(?!(?:${riddles})\\b)`,
                message: 'Begin with the noun, or with the verb of a function'
            }],
            'jsdoc/check-param-names': ['error', { checkDestructured: false, disableMissingParamChecks: true }],
            'jsdoc/empty-tags': 'error',
            'jsdoc/require-param-name': 'error'
        }
    },
    {
        // TypeScript has the types; JavaScript has them nowhere else.
        files: ['**/*.ts'],
        plugins: { jsdoc },
        settings: { jsdoc: { tagNamePreference: { template: 'typeParam' } } },
        rules: {
            'jsdoc/check-tag-names': ['error', { typed: true }],
            'jsdoc/no-types': 'error',
            'jsdoc/require-param-description': 'error'
        }
    },
    {
        // Manifests follow from settings alone; the environment is read in one place.
        files: ['k8s/**/*.ts'],
        ignores: ['k8s/main.ts', '**/*.test.ts'],
        rules: { 'no-restricted-globals': ['error', 'process'] }
    },
    {
        files: ['**/*.test.ts', 'test/**'],
        rules: {
            'max-lines': 'off',
            'max-lines-per-function': 'off'
        }
    },
    {
        // Answers are JSON without a type, and the test asserts their content.
        files: ['**/*.test.ts', 'test/**/*.ts'],
        rules: {
            '@typescript-eslint/no-unsafe-argument': 'off',
            '@typescript-eslint/no-unsafe-assignment': 'off',
            '@typescript-eslint/no-unsafe-call': 'off',
            '@typescript-eslint/no-unsafe-member-access': 'off',
            '@typescript-eslint/no-unsafe-return': 'off'
        }
    }
);
