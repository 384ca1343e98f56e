import path from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const document = 'export const x: unknown = document.title'
const node = 'export const x: unknown = process.pid'
const nodeModule = "import { readFileSync } from 'node:fs'\nexport const x: unknown = readFileSync"
const late = 'export const x: unknown = [2, 1].toSorted()'

describe('a room’s types', () => {
  test.each([
    ['core', { document, node, nodeModule, late }],
    ['engine', { document, late }],
    ['lab', { document, late }],
    ['trainer', { document, late }],
    ['decoder', { document, late }],
    ['main', { document, late }],
    ['cli', { document, late }],
    ['server', { document, late }],
    ['preload', { document, node, nodeModule, late }],
    ['renderer', { node, nodeModule, late }],
    ['page', { node, nodeModule, late }]
  ])('%s does not know what its environment lacks', (room, foreign: Readonly<Record<string, string>>) => {
    for (const [name, code] of Object.entries(foreign)) expect(compiles(room, code), name).toBe(false)
  })

  test.each([
    ['core', 'export const x = Math.max(1, 2)'],
    ['lab', nodeModule],
    ['renderer', document],
    ['page', document]
  ])('%s knows what its environment has', (room, code) => {
    expect(compiles(room, code)).toBe(true)
  })
})

function compiles(room: string, code: string): boolean {
  const folder = path.resolve('src', room)
  const parsed = ts.getParsedCommandLineOfConfigFile(path.join(folder, 'tsconfig.json'), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'))
    }
  })
  if (parsed === undefined) throw new Error(`src/${room} has no tsconfig.json`)
  const { options } = parsed
  const probe = path.join(folder, 'probe.ts')
  const host = ts.createCompilerHost(options)
  const getSourceFile = host.getSourceFile.bind(host)
  host.getSourceFile = (file, ...rest) =>
    file === probe ? ts.createSourceFile(file, code, ts.ScriptTarget.ES2022) : getSourceFile(file, ...rest)
  const program = ts.createProgram([probe], options, host)
  const source = program.getSourceFile(probe)
  return program.getSemanticDiagnostics(source).length === 0
}
