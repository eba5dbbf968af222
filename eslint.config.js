// Lint settings: strict and typed for TypeScript, plus the habits of this project that a linter can see.
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const NO_EXIT = {
  object: 'process',
  property: 'exit',
  message: 'Set process.exitCode and return: pending output is lost otherwise.',
};
const NO_DEFAULT = { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true };

/** Hold everywhere, in plain JavaScript too. */
const common = {
  'arrow-body-style': ['error', 'as-needed'],
  eqeqeq: 'error',
  'no-console': 'error',
  'no-constructor-return': 'error',
  'no-else-return': 'error',
  'no-implicit-coercion': 'error',
  'no-param-reassign': 'error',
  'no-promise-executor-return': 'error',
  'no-restricted-exports': ['error', { restrictDefaultExports: NO_DEFAULT }],
  'no-restricted-imports': [
    'error',
    { paths: ['node:process', 'process'].map((name) => ({ name, importNames: ['exit'], message: NO_EXIT.message })) },
  ],
  'no-restricted-properties': ['error', NO_EXIT],
  'no-template-curly-in-string': 'off', // `${Name}` placeholders are our subject.
  'no-unneeded-ternary': 'error',
  'no-useless-rename': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'prefer-template': 'error',
};

/** How long and how branched a function may be; a table or a test may be longer. */
const size = {
  complexity: ['error', { max: 15, variant: 'modified' }], // A whole `switch` counts as one branch.
  'max-depth': ['error', 4],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', 5],
};

const typed = {
  '@typescript-eslint/consistent-type-exports': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
  '@typescript-eslint/explicit-module-boundary-types': 'error',
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  '@typescript-eslint/no-import-type-side-effects': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/prefer-optional-chain': 'off', // `x === undefined || x.y !== z` says more.
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  'no-restricted-syntax': [
    'error',
    { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
    { selector: 'TSModuleDeclaration[declare!=true]', message: 'Use a module.' },
    {
      selector: 'MemberExpression[property.name=/^(toLocale|localeCompare)/]',
      message: 'It loads the tables of all languages, a quarter of a small run; see src/text/grouped-number.ts.',
    },
  ],
};

export default defineConfig(
  {
    ignores: [
      'dist/',
      'coverage/',
      'examples/',
      'test/fixtures/',
      'test/cdk/apps/',
      'test/cdk/linked-app/',
      'test/cdk/fixes/*/',
      'test/cdk/migration/*/',
      'test/migration/script/',
      'src/rules/index.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['**/*.js', '**/*.mjs'], rules: { ...common, ...size } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { ...common, ...size, ...typed },
  },
  {
    files: ['src/rules/*/*.ts', '*.config.{js,ts}'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: ['src/cli/**', 'scripts/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      complexity: 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
