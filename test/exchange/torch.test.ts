import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTorch } from '../../scripts/test-setup/find-torch.mjs'
import { z } from '../../src/core/base/schema'
import { encodePth } from '../../src/lab/exchange/torch/encode-pth'
import { stateDict, trainingStateDict } from '../../src/lab/exchange/torch/state-dict'
import { compared } from '../code/configurations'
import { networkAndOptimizer, trainParts } from '../code/script-parts'
import { base64, batch, largestDifference, testImages, trainingLabels } from '../code/reference-steps'
import { runPython } from '../code/run-python'
import { trainedFurther } from './trained-further'

const python = await findTorch('torch')
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-torch-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const answers = z.array(z.object({ step: z.int(), logits: z.array(z.number()), losses: z.array(z.number()) }))

describe.skipIf(python === undefined)('files for PyTorch (skipped without torch)', () => {
  test('torch loads the network and trains on as if it had never stopped', async () => {
    const trained = await Promise.all(compared.map(({ config }) => trainedFurther(config)))
    const { images, labels } = testImages()
    const cases = await Promise.all(
      compared.map(async ({ name, config }, i) => {
        const checkpoint = trained[i]?.checkpoint
        if (checkpoint === undefined) throw new Error('each configuration was trained')
        const weights = path.join(folder, `${i}.pth`)
        const training = path.join(folder, `${i}-training.pth`)
        await writeFile(weights, encodePth('weights', stateDict(checkpoint)))
        await writeFile(training, encodePth('training', trainingStateDict(checkpoint)))
        return { name, code: networkAndOptimizer(config), ...trainParts(config), weights, training }
      })
    )
    const harness = fileURLToPath(new URL('torch-harness.py', import.meta.url))
    const asked = { batch, images: base64(images), labels: base64(labels), trainingLabels, cases }
    const actual = answers.parse(JSON.parse(await runPython(python, [harness], JSON.stringify(asked))))
    compared.forEach(({ name }, i) => {
      const [case_, expected] = [actual[i], trained[i]]
      expect(case_?.step, name).toBe(expected?.checkpoint.state.step)
      const most = Math.max(...(expected?.logits ?? []).map(Math.abs))
      expect(largestDifference(case_?.logits ?? [], expected?.logits ?? []), name).toBeLessThan(1e-5 * most)
      expect(largestDifference(case_?.losses ?? [], expected?.losses ?? []), name).toBeLessThan(1e-4)
    })
  })
})
