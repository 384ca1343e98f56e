import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cruise, type ICruiseOptions } from 'dependency-cruiser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import configuration from '../../.dependency-cruiser.js'

interface Example {
  /** The rule that must object; none for what is allowed. */
  readonly rule?: string
  readonly from: string
  readonly code: string
}

const value = (target: string): string => `import { x } from '${target}'\nexport const y = x\n`
const type = (target: string): string => `import type { X } from '${target}'\nexport type Y = X\n`

const examples: readonly Example[] = [
  { rule: 'room-core', from: 'src/core/a.ts', code: value('../lab/store') },
  { rule: 'room-core', from: 'src/core/b.ts', code: type('../engine/index') },
  {
    rule: 'no-node-in-sandbox',
    from: 'src/core/c.ts',
    code: "import { sep } from 'node:path'\nexport const y = sep\n"
  },
  { rule: 'core-is-pure', from: 'src/core/d.ts', code: value('ws') },
  { rule: 'room-engine', from: 'src/engine/a.ts', code: value('../lab/store') },
  { rule: 'engines-apart', from: 'src/engine/wasm/a.ts', code: value('../reference/engine') },
  { rule: 'room-lab', from: 'src/lab/a.ts', code: value('../engine/index') },
  { rule: 'lab-types-of-engine-only', from: 'src/lab/b.ts', code: type('../trainer/main') },
  { rule: 'electron-in-its-host-only', from: 'src/lab/c.ts', code: value('electron') },
  { rule: 'electron-in-its-host-only', from: 'src/trainer/a.ts', code: type('electron') },
  { rule: 'room-decoder', from: 'src/decoder/a.ts', code: value('../engine/index') },
  { rule: 'room-lab', from: 'src/lab/i.ts', code: value('../decoder/main') },
  { rule: 'room-main', from: 'src/main/a.ts', code: value('../engine/index') },
  { rule: 'room-main', from: 'src/main/b.ts', code: value('../trainer/main') },
  { rule: 'room-main', from: 'src/main/c.ts', code: type('../renderer/state') },
  { rule: 'room-preload', from: 'src/preload/a.ts', code: value('../core/kernel') },
  { rule: 'room-preload', from: 'src/preload/b.ts', code: value('../lab/store') },
  { rule: 'room-renderer', from: 'src/renderer/a.ts', code: value('../lab/store') },
  { rule: 'room-renderer', from: 'src/renderer/b.ts', code: type('../engine/index') },
  {
    rule: 'room-renderer',
    from: 'src/renderer/C.svelte',
    code: `<script lang="ts">\n${value('../lab/store')}</script>\n`
  },
  {
    rule: 'no-node-in-sandbox',
    from: 'src/renderer/d.ts',
    code: "import { readFile } from 'fs'\nexport const y = readFile\n"
  },
  { rule: 'electron-in-its-host-only', from: 'src/renderer/e.ts', code: value('electron') },
  { rule: 'chart-js-in-charts-only', from: 'src/renderer/views/a.ts', code: value('chart.js') },
  { rule: 'room-page', from: 'src/page/a.ts', code: value('../lab/store') },
  { rule: 'room-page', from: 'src/page/b.ts', code: value('../renderer/state') },
  {
    rule: 'no-node-in-sandbox',
    from: 'src/page/c.ts',
    code: "import { readFile } from 'fs'\nexport const y = readFile\n"
  },
  { rule: 'tensorflow-js-in-page-only', from: 'src/renderer/f.ts', code: value('@tensorflow/tfjs-core') },
  { rule: 'electron-store-in-main-only', from: 'src/server/a.ts', code: value('electron-store') },
  { rule: 'room-server', from: 'src/server/b.ts', code: value('../cli/command') },
  { rule: 'room-cli', from: 'src/cli/a.ts', code: value('../main/window') },
  { rule: 'sources-know-no-tests', from: 'src/lab/d.ts', code: value('../../test/fixture') },
  { rule: 'no-unresolved', from: 'src/lab/e.ts', code: value('./nowhere') },
  { rule: 'no-orphans', from: 'src/lab/f.ts', code: 'export const alone = 1\n' },
  { rule: 'no-circles', from: 'src/lab/g.ts', code: value('./h') },
  { from: 'src/lab/ok-a.ts', code: type('../engine/index') },
  { from: 'src/decoder/ok-i.ts', code: value('../lab/store') },
  { from: 'src/trainer/ok-b.ts', code: value('../engine/index') },
  { from: 'src/main/ok-c.ts', code: `${value('electron')}export { x as z } from 'electron-store'\n` },
  { from: 'src/preload/ok-d.ts', code: value('../lab/contract/channels') },
  {
    from: 'src/renderer/ok-e.ts',
    code: `${value('../core/kernel')}export type { X } from '../lab/contract/channels'\n`
  },
  { from: 'src/renderer/charts/ok-f.ts', code: value('chart.js') },
  { from: 'src/cli/ok-g.ts', code: value('../server/serve') },
  { from: 'src/engine/ok-h.ts', code: value('./reference/engine') },
  {
    from: 'src/page/ok-j.ts',
    code: `${value('../core/kernel')}export { x as z } from '@tensorflow/tfjs-core'\n`
  }
]

/** What the examples import; each imports one other, as no file may stand alone. */
const targets = [
  'src/core/kernel.ts',
  'src/lab/store.ts',
  'src/lab/contract/channels.ts',
  'src/engine/index.ts',
  'src/engine/reference/engine.ts',
  'src/trainer/main.ts',
  'src/decoder/main.ts',
  'src/renderer/state.ts',
  'src/server/serve.ts',
  'src/cli/command.ts',
  'src/main/window.ts',
  'test/fixture.ts'
]
const packages = ['electron', 'electron-store', 'chart.js', 'ws', '@tensorflow/tfjs-core']

describe('the import rules', () => {
  let folder = ''
  let violations: readonly { readonly rule: string; readonly from: string }[] = []

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tenfold-rules-'))
    const write = async (file: string, content: string): Promise<void> => {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
      await writeFile(path.join(folder, file), content)
    }
    const declaration = 'export const x = 1\nexport interface X { x: number }\n'
    await write(
      'package.json',
      JSON.stringify({ dependencies: Object.fromEntries(packages.map((name) => [name, '1'])) })
    )
    await write('tsconfig.base.json', '{}')
    for (const name of packages) {
      await write(
        `node_modules/${name}/package.json`,
        JSON.stringify({ name, version: '1.0.0', main: 'index.js' })
      )
      await write(`node_modules/${name}/index.js`, 'exports.x = 1\n')
    }
    for (const target of targets) await write(target, declaration)
    await write('src/lab/h.ts', value('./g'))
    for (const { from, code } of examples) await write(from, code)
    violations = await findViolations(folder)
  })

  afterAll(() => rm(folder, { recursive: true, force: true }))

  test.each(examples.filter(({ rule }) => rule !== undefined))('$rule objects to $from', ({ rule, from }) => {
    expect(
      violations.filter((violation) => violation.from === from).map((violation) => violation.rule)
    ).toContain(rule)
  })

  test.each(examples.filter(({ rule }) => rule === undefined))('nothing objects to $from', ({ from }) => {
    expect(violations.filter((violation) => violation.from === from)).toEqual([])
  })
})

async function findViolations(baseDir: string): Promise<{ rule: string; from: string }[]> {
  const { forbidden, options } = configuration
  const cruiseOptions: ICruiseOptions = {
    ...options,
    baseDir,
    ruleSet: { forbidden: forbidden ?? [] },
    validate: true
  }
  const { output } = await cruise(['src'], cruiseOptions)
  if (typeof output === 'string') throw new Error(output)
  return output.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }))
}
