import tseslint from 'typescript-eslint';

/** Rules that the type checker lacks: forgotten promises, ways round the types, and files or functions that are too long. */
export default tseslint.config(
    // The typed client imports types that a test generates, and that test checks it.
    { ignores: ['node_modules/', 'dist/', '.data/', 'coverage/', 'app/platform/database/generated/', 'test/support/typed-client/'] },
    {
        files: ['**/*.ts'],
        extends: [tseslint.configs.recommendedTypeChecked],
        languageOptions: { parserOptions: { projectService: true } },
        rules: {
            '@typescript-eslint/no-non-null-assertion': 'error',
            '@typescript-eslint/consistent-type-imports': 'error',
            '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
            '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
            // A function may be declared async because its type says so.
            '@typescript-eslint/require-await': 'off',
            // Our own objects are made of functions, which need no `this`.
            '@typescript-eslint/unbound-method': 'off'
        }
    },
    {
        files: ['**/*.{ts,js,mjs}'],
        rules: {
            'eqeqeq': ['error', 'smart'],
            'no-var': 'error',
            'prefer-const': 'error',
            'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
            'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
            'complexity': ['error', 15]
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
