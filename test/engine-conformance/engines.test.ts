import type { Engine } from '../../src/core/engine'
import { referenceEngine } from '../../src/engine/reference/engine'
import { wasmEngine } from '../../src/engine/wasm/engine'
import { WasmProgram } from '../../src/engine/wasm/program'
import { testConformance } from './conformance'

/** What a machine without fused multiply-add runs. */
const plainSimdEngine: Engine = {
  ...wasmEngine,
  compile: (request) => WasmProgram.compile(request, Math.max(1, request.threads), 'simd')
}

testConformance('wasm', wasmEngine, { threads: [2, 3], randomNetworks: 150 })
testConformance('wasm, plain SIMD', plainSimdEngine, { threads: [2], randomNetworks: 30 })
testConformance('reference', referenceEngine, { threads: [], randomNetworks: 10 })
