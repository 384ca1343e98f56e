import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import svelte from 'eslint-plugin-svelte'
import { defineConfig, globalIgnores } from 'eslint/config'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

// Which room may import which is dependency-cruiser's business; it misses imports of types alone in Svelte files.
const otherRooms = {
  regex: String.raw`^(\.\./)+(engine|trainer|decoder|main|preload|cli|server|lab(?!/contract/))(/|$)`,
  message: 'The renderer knows core and the contract only.'
}
const rawIpc = ['ipcMain', 'ipcRenderer'].map((name) => ({
  name: 'electron',
  importNames: [name],
  message: 'Only the preload touches raw IPC; everything else goes through the contract.'
}))
const unboundedArguments = {
  selector:
    'CallExpression:matches([callee.object.name="Math"], [callee.property.name=/^(push|unshift|fromCharCode|concat)$/]) > SpreadElement.arguments',
  message:
    'A list as arguments overflows the stack once it is long: use extent (core/maths/extent.ts) or a loop.'
}
const ownFormat = 'Numbers are written by core/format, dates by Intl.DateTimeFormat.'

export default defineConfig(
  globalIgnores([
    'out',
    'out.*',
    'dist',
    'coverage',
    'test/fixtures',
    'src/lab/exchange/onnx/file/onnx_pb.ts'
  ]),
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  svelte.configs.recommended,
  prettier,
  svelte.configs.prettier,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte']
      }
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // The compiler knows these, room by room.
      'no-undef': 'off',
      'no-unused-private-class-members': 'off',
      'no-console': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off', // a union is a type, a thing with methods an interface
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true }
      ],
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off', // takes Electron's factories for forgeries
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' }
      ],
      '@typescript-eslint/prefer-for-of': 'off', // indexed loops are the language of kernels
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true }
      ]
    }
  },
  {
    files: ['src/**'],
    ignores: ['src/preload/**'],
    rules: { 'no-restricted-imports': ['error', { paths: rawIpc }] }
  },
  {
    // The engines spread the few axes of a shape and the few bytes of an instruction.
    files: ['src/**'],
    ignores: ['src/engine/**', '**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', unboundedArguments] }
  },
  {
    ignores: ['src/core/format/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { property: 'toLocaleString', message: ownFormat },
        { object: 'Intl', property: 'NumberFormat', message: ownFormat }
      ]
    }
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      // The types of a template are known to svelte-check alone.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'prefer-const': 'off',
      'svelte/prefer-const': 'error', // knows that a prop is assigned from outside
      'svelte/no-at-html-tags': 'error',
      'no-restricted-imports': [
        'error',
        { paths: rawIpc, patterns: [otherRooms, { regex: '^(electron|node:)' }] }
      ]
    }
  },
  {
    // svelte-check knows the types of components. Rules that ask for each expression's type take a second
    // per component here; the one that finds what svelte-check cannot stays.
    files: ['**/*.svelte'],
    rules: {
      ...ts.configs.disableTypeChecked.rules,
      '@typescript-eslint/no-floating-promises': 'error',
      'svelte/require-store-reactive-access': 'off' // there are no stores
    }
  },
  {
    files: ['scripts/**', '*.config.*', '.dependency-cruiser.js'],
    rules: {
      // Plain JavaScript parses what it reads by JSDoc types.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'no-console': 'off'
    }
  }
)
