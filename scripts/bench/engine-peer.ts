// A process that trains the lesson's network with an engine, and nothing besides; engine-process.ts speaks to it.
import { createInterface } from 'node:readline'
import { engineIds } from '../../src/core/base/engine-id'
import { LabError } from '../../src/core/base/lab-error'
import { lessonConfig } from '../../src/core/settings/run-config'
import { z } from '../../src/core/base/schema'
import { loadEngine } from '../../src/engine/index'
import { useInstalledTensorflow } from '../../src/trainer/jobs/use-tensorflow'
import { openProgram, type ProgramSide } from './program-side'
import { loadTrainingImages } from './training-images'

const request = z.object({
  engine: z.enum(engineIds),
  batch: z.int().min(1),
  threads: z.int().min(0),
  steps: z.int().min(1)
})

await useInstalledTensorflow()
const images = await loadTrainingImages()
const opened = new Map<string, ProgramSide>()

async function answer(line: string): Promise<object> {
  const { engine, batch, threads, steps } = request.parse(JSON.parse(line))
  const key = `${engine} ${batch} ${threads}`
  const { model } = lessonConfig
  const side =
    opened.get(key) ??
    (await openProgram({ engine: await loadEngine(engine), model, images, batch, threads }))
  opened.set(key, side)
  const seconds = await side.measure(steps)
  const { description, threads: used } = side.program.device
  return { seconds, device: description, threads: used }
}

for await (const line of createInterface({ input: process.stdin })) {
  const said = await answer(line).catch((thrown: unknown) => ({ error: LabError.from(thrown).toData() }))
  process.stdout.write(`${JSON.stringify(said)}\n`)
}
for (const { program } of opened.values()) await program.dispose()
