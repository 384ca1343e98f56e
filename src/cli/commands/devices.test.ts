import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, test } from 'vitest'
import type { SpeedTable } from '../../core/engine/engine-speed'
import type { Finding } from '../../lab/contract/diagnosis'
import type { EngineStatus } from '../../lab/contract/engine-status'
import type { TensorflowSource, TensorflowStatus } from '../../lab/contract/tensorflow-status'
import { FakeLabService } from '../../server/fake-lab-service'
import { listenForInterruption } from '../console/interruption'
import { runCommandLine } from '../run-command-line'
import { Terminal } from '../console/terminal'

let out = ''
let err = ''
let signals = new EventEmitter()
beforeEach(() => {
  out = ''
  err = ''
  signals = new EventEmitter()
})

function run(lab: FakeLabService, ...args: string[]): Promise<number> {
  const write = (add: (text: string) => void) => ({
    write: (data: string | Uint8Array) => {
      add(Buffer.from(data).toString())
    }
  })
  const context = {
    terminal: new Terminal(
      write((text) => (out += text)),
      write((text) => (err += text)),
      {}
    ),
    interruption: listenForInterruption(signals, [], { ignoresHangUp: false, exit: () => undefined }),
    outFolder: '/nowhere',
    openLab: () => Promise.resolve(lab)
  }
  return runCommandLine(context, args, '1.2.3')
}

const document = (): unknown => JSON.parse(out)

const engines: EngineStatus[] = [
  {
    available: true,
    engine: 'wasm',
    name: 'WebAssembly',
    description: 'WebAssembly, relaxed SIMD',
    maxThreads: 2,
    preferred: true
  },
  { available: false, engine: 'webgpu', name: 'WebGPU', reason: 'no card.', remedy: 'Install a driver.' }
]
const tables: SpeedTable[] = [
  {
    batchSize: 512,
    speeds: [
      { timed: true, engine: 'wasm', device: 'WASM', stepsPerSecond: 50 },
      { timed: true, engine: 'webgpu', device: 'WebGPU', stepsPerSecond: 500 }
    ]
  },
  {
    batchSize: 4,
    speeds: [
      { timed: true, engine: 'wasm', device: 'WASM', stepsPerSecond: 4000 },
      { timed: false, engine: 'webgpu', reason: 'the driver was reset.' }
    ]
  }
]
const ready: TensorflowStatus = {
  state: 'ready',
  description: 'TensorFlow 2.21.0 on the CPU',
  binding: '/data/tensorflow/tfjs_binding.node'
}

describe('devices', () => {
  const lab = (): FakeLabService =>
    new FakeLabService({
      listEngines: () => Promise.resolve({ engines }),
      getWorkbench: () => Promise.reject(new Error('set below'))
    })

  test('lists engines, why others are missing, and speeds that are known', async () => {
    const listing = lab()
    Object.assign(listing.lab, {
      getWorkbench: () => Promise.resolve({ machine: 'a machine' }),
      getTensorflow: () => Promise.resolve({ status: ready, log: '' }),
      getEngineSpeeds: () => Promise.resolve({ tables })
    })
    expect(await run(listing, 'devices')).toBe(0)
    expect(out).toContain('wasm: WebAssembly, available, used by --engine auto\n')
    expect(out).toContain('  no card. Install a driver.\n')
    expect(out).toContain('batch size  WebAssembly, steps/s  WebGPU, steps/s  auto uses\n')
    expect(out).toMatch(/ {9}4 +4,000 +WebAssembly\n +512 +50 +500 +WebGPU\n/)
    expect(out).toContain('WebGPU at 4: the driver was reset.\n')
    out = ''
    expect(await run(listing, 'devices', '--json')).toBe(0)
    expect(document()).toEqual({ machine: 'a machine', engines, tensorflow: ready, speeds: tables })
  })

  test('measure: at the sizes that are given; Ctrl-C ends it', async () => {
    const asked: unknown[] = []
    const measuring = new FakeLabService({
      measureEngines: ({ batchSizes, again }) => {
        asked.push([batchSizes, again])
        measuring.notify({ event: 'engineTiming', data: { state: 'timing', engine: 'wasm', batchSize: 4 } })
        return Promise.resolve({ tables })
      }
    })
    expect(await run(measuring, 'devices', 'measure', '--batch-sizes', '4, 512', '--again')).toBe(0)
    expect(asked).toEqual([[[4, 512], true]])
    expect(err).toBe('Timing the engines at batch size 4.\n')
    expect(await run(measuring, 'devices', 'measure', '--batch-sizes', '4,x')).toBe(2)

    let cancelled = 0
    const slow = new FakeLabService({
      measureEngines: () => {
        setImmediate(() => signals.emit('SIGINT'))
        return new Promise(() => undefined)
      },
      cancelMeasuring: () => {
        cancelled++
        return Promise.resolve({})
      }
    })
    expect(await run(slow, 'devices', 'measure')).toBe(130)
    expect(cancelled).toBe(1)
  })
})

/** A lab whose installation goes through its stages and ends so. */
function installing(
  end: TensorflowStatus,
  log = 'c++ -std=c++17\n'
): FakeLabService & { asked: TensorflowSource[] } {
  const asked: TensorflowSource[] = []
  const lab = new FakeLabService({
    installTensorflow: ({ source }) => {
      asked.push(source)
      queueMicrotask(() => {
        for (const stage of ['looking', 'fetching', 'compiling'] as const)
          lab.notify({ event: 'tensorflow', data: { status: { state: 'installing', stage }, log } })
        lab.notify({ event: 'tensorflow', data: { status: end, log } })
      })
      return Promise.resolve({})
    },
    getTensorflow: () => Promise.resolve({ status: end, log })
  })
  return Object.assign(lab, { asked })
}

describe('devices install', () => {
  test('builds for the Python that is found or named, with its stages on stderr', async () => {
    const lab = installing(ready)
    expect(await run(lab, 'devices', 'install', 'tensorflow')).toBe(0)
    expect(out).toBe(
      'TensorFlow 2.21.0 on the CPU. Verified. Train with it: npm start -- train --engine tensorflow\n'
    )
    expect(err.split('\n')).toEqual([
      'Looking for TensorFlow.',
      'Downloading from npm.',
      'Compiling the binding, about half a minute.',
      ''
    ])
    expect(await run(lab, 'devices', 'install', 'tensorflow', '--python', '/env', '--verbose')).toBe(0)
    expect(err).toContain('c++ -std=c++17')
    expect(await run(lab, 'devices', 'install', 'tensorflow', '--package', 'gpu')).toBe(0)
    expect(await run(lab, 'devices', 'install', 'tensorflow', '--file', '/b.node')).toBe(0)
    expect(lab.asked).toEqual([
      { kind: 'python' },
      { kind: 'python', place: '/env' },
      { kind: 'package', device: 'gpu' },
      { kind: 'file', path: '/b.node' }
    ])
    expect(await run(lab, 'devices', 'install', 'tensorflow', '--file', 'a', '--python', 'b')).toBe(2)
    expect(await run(lab, 'devices', 'install', 'cuda')).toBe(2)
  })

  test('says what the compiler said where it fails', async () => {
    const error = { code: 'unsupported', message: 'No compiler.', hint: 'Install one.' } as const
    const lab = installing({ state: 'failed', error }, 'c++: not found\nNo compiler.\n')
    expect(await run(lab, 'devices', 'install', 'tensorflow', '--json')).toBe(5)
    expect(err).toContain('c++: not found\nerror: No compiler.\n hint: Install one.\n')
    expect(document()).toEqual({ error })
  })

  test('remove', async () => {
    const lab = installing({ state: 'absent' })
    let removed = 0
    Object.assign(lab.lab, {
      removeTensorflow: () => {
        removed++
        return Promise.resolve({})
      }
    })
    expect(await run(lab, 'devices', 'remove', 'tensorflow')).toBe(0)
    expect(removed).toBe(1)
    expect(out).toBe('TensorFlow is not set up.\n')
  })
})

describe('doctor', () => {
  const fine: Finding = { id: 'processor', title: 'Processor', state: 'ok', detail: '8 threads' }
  const absent: Finding = {
    id: 'python',
    title: 'TensorFlow in Python',
    state: 'absent',
    detail: 'None.',
    remedy: 'Only for that engine.',
    command: 'pip install tensorflow-cpu'
  }
  const broken: Finding = {
    id: 'gpu',
    title: 'Graphics card',
    state: 'problem',
    detail: 'No driver.',
    remedy: 'Install it.'
  }
  const lab = (...findings: Finding[]): FakeLabService =>
    new FakeLabService({ diagnose: () => Promise.resolve({ findings }) })

  test('ends with 0 where nothing is broken', async () => {
    expect(await run(lab(fine, absent), 'doctor')).toBe(0)
    expect(out.split('\n')).toEqual([
      '+ Processor: 8 threads',
      '- TensorFlow in Python: None.',
      '    → Only for that engine.',
      '      pip install tensorflow-cpu',
      ''
    ])
  })

  test('ends with 20 where something is, and stdout stays one document', async () => {
    expect(await run(lab(fine, broken), 'doctor')).toBe(20)
    expect(out).toContain('! Graphics card: No driver.\n    → Install it.\n')
    expect(err).toBe('One problem.\n')
    out = ''
    expect(await run(lab(fine, broken), 'doctor', '--json')).toBe(20)
    expect(document()).toEqual({ findings: [fine, broken] })
  })
})
