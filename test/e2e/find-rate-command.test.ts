import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from '../../src/core/base/schema'
import { ratePoint } from '../../src/core/rate-search/rate-point'
import { runCommand } from './run-command'
import { temporaryFolder } from './temporary-folder'

const settings = ['--batch-size', '16', '--engine', 'wasm', '--seed', '7']
const document = z.object({
  rate: z.number(),
  limit: z.number(),
  reason: z.null(),
  steps: z.literal(1000),
  device: z.object({ engine: z.literal('wasm') }),
  points: z.array(ratePoint)
})

test('find-rate draws the curve, names a rate and the command that uses it, and stores no run', async () => {
  const dataFolder = await temporaryFolder()
  const { code, stdout, stderr } = await runCommand(['find-rate', ...settings], { dataFolder })
  expect({ code, stderr }).toMatchObject({ code: 0 })
  const lines = stdout.trimEnd().split('\n')
  expect(lines[0]).toMatch(/rate +loss +further left: lower loss/)
  expect(lines[1]).toMatch(/^ +0\.000001 +\d\.\d{3} +\| *\*$/)
  expect(lines.at(-2)).toMatch(/^Learning rate: [\d.]+$/)
  expect(lines.at(-1)).toMatch(/^Above about [\d.]+ the loss rises\.$/)
  expect(await readdir(path.join(dataFolder, 'runs')).catch(() => [])).toEqual([])

  const again = await runCommand(['find-rate', ...settings, '--json'], { dataFolder })
  const { rate, limit } = document.parse(JSON.parse(again.stdout))
  expect(lines.slice(-2)).toEqual([`Learning rate: ${rate}`, `Above about ${limit} the loss rises.`])

  const [command = ''] = /train --.*/.exec(stderr) ?? []
  expect(command).toBe(
    `train ${settings.slice(0, 2).join(' ')} --seed 7 --engine wasm --learning-rate ${rate}`
  )
  const short = ['--epochs', '1', '--train-images', '64', '--json']
  const trained = await runCommand([...command.split(' '), ...short], { dataFolder })
  expect(JSON.parse(trained.stdout)).toMatchObject({
    config: { batchSize: 16, seed: 7, optimizer: { learningRate: rate } },
    step: 4
  })
})

test('find-rate refuses what no run can start with', async () => {
  const dataFolder = await temporaryFolder()
  const { code, stdout, stderr } = await runCommand(['find-rate', '--patience', '2'], { dataFolder })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('error: --patience 2: ')
})
