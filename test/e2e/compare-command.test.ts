import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from '../../src/core/base/schema'
import { runCommand } from './run-command'
import { temporaryFolder } from './temporary-folder'

test(
  'compare shows what differs, results and McNemar’s test, and writes a page',
  { timeout: 240_000 },
  async () => {
    const dataFolder = await temporaryFolder()
    const train = (...options: readonly string[]) =>
      runCommand(['train', '--epochs', '1', '--engine', 'wasm', ...options], { dataFolder })
    expect(await train('--seed', '1')).toMatchObject({ code: 0 })
    expect(await train('--seed', '2', '--batch-size', '16', '--learning-rate', '0.01')).toMatchObject({
      code: 0
    })

    const { code, stdout } = await runCommand(['compare', '1', 'latest'], { dataFolder })
    expect(code).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^setting +#1 +#2$/)
    expect(stdout).toMatch(/^batch size +4 +16$/m)
    expect(stdout).toMatch(/^seed +1 +2$/m)
    expect(stdout).not.toMatch(/^epochs/m)
    expect(stdout).toMatch(/^accuracy +[\d.]+ %(?: \*)? +[\d.]+ %(?: \*)?$/m)
    expect(stdout).toMatch(/^#1 and #2 predict different classes for \d+ of 200 images\.$/m)

    expect(await train('--seed', '3')).toMatchObject({ code: 0 })
    const seeds = await runCommand(['compare', '1', '2', '3'], { dataFolder })
    expect(seeds.stdout).toMatch(
      /^With batch size 4, learning rate 0\.001: [\d.]+ % on average over two seeds/m
    )

    const json = await runCommand(['compare', '1', '2', '--json'], { dataFolder })
    const { results, againstFirst } = z
      .object({
        results: z.array(z.object({ accuracy: z.number() })),
        againstFirst: z.array(
          z.object({ number: z.int(), counts: z.object({ images: z.int(), p: z.number() }) })
        )
      })
      .parse(JSON.parse(json.stdout))
    expect(results).toHaveLength(2)
    expect(againstFirst).toMatchObject([{ number: 2, counts: { images: 200 } }])

    const page = path.join(dataFolder, 'comparison.html')
    expect(await runCommand(['compare', '1', '2', '--output', page], { dataFolder })).toMatchObject({
      code: 0
    })
    expect(await readFile(page, 'utf8')).toContain('Comparison of 2 runs')

    const alone = await runCommand(['compare', '1', '1'], { dataFolder })
    expect(alone).toMatchObject({ code: 2, stdout: '' })
    expect(alone.stderr).toContain('A run cannot be compared with itself.')
  }
)
