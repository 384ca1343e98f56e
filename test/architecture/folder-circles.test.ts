import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { folderCircles, folderImports } from './folder-circles'

const sources = path.join(import.meta.dirname, '..', '..', 'src')

test('no folders import one another in a circle', () => {
  const imports = folderImports(sources)
  expect(imports.length).toBeGreaterThan(500)
  expect(folderCircles(imports)).toEqual([])
})

test('a circle is found, be it of types alone and in a component', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'tenfold-circles-'))
  try {
    const files = {
      'a/one.ts': "import type { Two } from '../b/two'\n",
      'b/two.ts': 'export type Two = string\n',
      'b/Three.svelte': '<script lang="ts">\n  import type { Four } from \'../c/four\'\n</script>\n',
      'c/four.ts': "export * from '../a/one'\n"
    }
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(root, name)), { recursive: true })
      await writeFile(path.join(root, name), text)
    }
    expect(folderCircles(folderImports(root))).toEqual(['a -> b -> c -> a'])
  } finally {
    await rm(root, { recursive: true })
  }
})
