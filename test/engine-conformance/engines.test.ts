import { expect, test } from 'vitest'
import type { Engine } from '../../src/core/engine/engine'
import { referenceEngine } from '../../src/engine/reference/engine'
import { threadsForParts } from '../../src/engine/wasm/threads-for-parts'
import { wasmEngine } from '../../src/engine/wasm/engine'
import { physicalCores } from '../../src/engine/wasm/physical-cores'
import { WasmProgram } from '../../src/engine/wasm/program'
import { testConformance } from './conformance'
import { small } from './networks'
import { compileRequest, plainMomentum } from './trajectory'

/** What a machine without fused multiply-add runs. */
const plainSimdEngine: Engine = {
  ...wasmEngine,
  compile: (request) => WasmProgram.compile(request, Math.max(1, request.threads), 'simd')
}

testConformance('wasm', wasmEngine, { threads: [2, 3], prediction: 'same bits', randomNetworks: 150 })
testConformance('wasm, plain SIMD', plainSimdEngine, {
  threads: [2],
  prediction: 'same bits',
  randomNetworks: 30
})
testConformance('reference', referenceEngine, { threads: [], prediction: 'same bits', randomNetworks: 10 })

test.each([1, 4, 32])('wasm, left to choose its threads for a batch of %i', async (batchSize) => {
  const training = { model: small, optimizer: plainMomentum, batchSize, images: batchSize, threads: 0 }
  const program = await wasmEngine.compile(compileRequest(training))
  expect(program.device.threads).toBe(threadsForParts(batchSize, physicalCores()))
  await program.dispose()
})
