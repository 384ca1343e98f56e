// For perf to count: trains the lesson's network, one thread. Arguments: batch size, steps.
import { lessonModel } from '../../src/core/model/lesson-model'
import { wasmEngine } from '../../src/engine/wasm/engine'
import { noiseImages } from './noise-images'
import { openProgram } from './program-side'

const [batch = 4, steps = 1] = process.argv.slice(2).map(Number)
const request = { engine: wasmEngine, model: lessonModel, images: noiseImages(512), batch, threads: 1 }
const { measure, program } = await openProgram(request)
await measure(steps)
await program.dispose()
