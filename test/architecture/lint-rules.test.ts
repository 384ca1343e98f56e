import { ESLint } from 'eslint'
import { describe, expect, test } from 'vitest'

// Real files' names: the type-aware rules ask the compiler about them.
const core = 'src/core/base/lab-error.ts'
const main = 'src/main/menu.ts'
const view = 'src/renderer/views/Workbench.svelte'

const svelte = (code: string): string => `<script lang="ts">\n${code}\n</script>\n`

describe('the lint rules', () => {
  const eslint = new ESLint({ overrideConfigFile: 'eslint.config.js' })

  test.each([
    ['any', core, 'export const x: any = 1', '@typescript-eslint/no-explicit-any'],
    [
      'a cast',
      core,
      'export const x = JSON.parse("1") as number',
      '@typescript-eslint/consistent-type-assertions'
    ],
    ['!', core, 'export const f = (x?: number): number => x!', '@typescript-eslint/no-non-null-assertion'],
    ['a promise that nobody awaits', core, 'Promise.resolve(1)', '@typescript-eslint/no-floating-promises'],
    ['an empty catch', core, 'try { JSON.parse("") } catch {}', 'no-empty'],
    [
      'a value import of a type',
      core,
      "import { z } from './schema'\nexport type Z = z.ZodType",
      '@typescript-eslint/consistent-type-imports'
    ],
    [
      'a number in the language of the system',
      core,
      'export const f = (n: number): string => n.toLocaleString()',
      'no-restricted-properties'
    ],
    [
      'a format of numbers outside core/format',
      core,
      "export const f = new Intl.NumberFormat('en')",
      'no-restricted-properties'
    ],
    [
      'such a number in a template',
      view,
      `${svelte('const n = 12345')}<p>{n.toLocaleString()}</p>\n`,
      'no-restricted-properties'
    ],
    [
      'raw IPC',
      main,
      "import { ipcMain } from 'electron'\nexport const x = ipcMain",
      'no-restricted-imports'
    ],
    [
      'a type of another room in a view',
      view,
      svelte("import type { X } from '../../lab/host'"),
      'no-restricted-imports'
    ],
    [
      'a type of an engine in a view',
      view,
      svelte("import type { X } from '../../engine/index'"),
      'no-restricted-imports'
    ],
    ['Node in a view', view, svelte("import type { X } from 'node:fs'"), 'no-restricted-imports'],
    ['Electron in a view', view, svelte("import type { X } from 'electron'"), 'no-restricted-imports']
  ])('object to %s', async (_name, filePath, code, rule) => {
    const [result] = await eslint.lintText(code, { filePath })
    expect(result?.messages.map(({ ruleId }) => ruleId)).toContain(rule)
  })

  test.each([
    ['the contract', svelte("import type { Lab } from '../../lab/contract/contract'")],
    ['core', svelte("import type { LabErrorData } from '../../core/lab-error'")]
  ])('let a view import %s', async (_name, code) => {
    const [result] = await eslint.lintText(code, { filePath: view })
    expect(result?.messages.map(({ ruleId }) => ruleId)).not.toContain('no-restricted-imports')
  })
})
