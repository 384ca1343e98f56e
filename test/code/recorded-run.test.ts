import { createHash } from 'node:crypto'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { scriptText } from '../../src/core/code/script'
import { writeScript } from '../../src/core/lesson/write-script'
import { lessonConfig } from '../../src/core/settings/run-config'
import { z } from '../../src/core/base/schema'

const fixture = new URL('../fixtures/pytorch-script/', import.meta.url)
const record = z.object({
  script: z.string(),
  python: z.string(),
  torch: z.string(),
  torchvision: z.string(),
  output: z.array(z.string())
})

/** What stands in for a run where there is no PyTorch: one that was made elsewhere, of the very same script. */
describe('the recorded run of the lesson’s PyTorch script', () => {
  test('is of the script that is written today', async () => {
    await expect(scriptText(writeScript('pytorch', lessonConfig, lessonDataset))).toMatchFileSnapshot(
      new URL('cifar.py', fixture).pathname
    )
    const { script } = await recorded()
    const digest = createHash('sha256').update(await readFile(new URL('cifar.py', fixture)))
    expect(digest.digest('hex'), 'the script has changed: run record_run.py again').toBe(script)
  })

  test('printed the lesson’s log, and learned as the lesson does', async () => {
    const { output } = await recorded()
    const losses = output.flatMap((line) => /^\[[12],[ \d]{6}\] loss: (\d\.\d{3})$/.exec(line)?.[1] ?? [])
    expect(losses).toHaveLength(12)
    expect(Number(losses.at(-1))).toBeLessThan(1.4)
    expect(output[12]).toBe('Finished Training')
    const share = /^Accuracy: (\d+\.\d)%$/.exec(output[13] ?? '')?.[1]
    expect(Number(share)).toBeGreaterThan(50)
    expect(output.slice(14).map((line) => line.split(' ')[0])).toEqual([
      ...['plane', 'car', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']
    ])
  })
})

const recorded = async (): Promise<z.infer<typeof record>> =>
  record.parse(JSON.parse(await readFile(new URL('recorded-run.json', fixture), 'utf8')))
