import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { layerKinds } from '../../src/core/layers/layer-kinds'

test('docs/files.md names every type of layer with all of its fields', async () => {
  const page = await readFile('docs/files.md', 'utf8')
  const common = ['name', 'inputs', 'frozen']
  for (const field of common) expect(page).toContain(`\`${field}\``)
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  for (const [type, { schema }] of Object.entries(layerKinds)) {
    const [, types, fields] = rows.find((row) => row.split('|')[1]?.includes(`\`${type}\``))?.split('|') ?? []
    expect(types, `no row for ${type}`).toBeDefined()
    for (const field of Object.keys(schema.shape).filter(
      (name) => name !== 'type' && !common.includes(name)
    )) {
      expect(fields, type).toContain(`\`${field}\``)
    }
  }
})
