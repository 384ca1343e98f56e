import { alternate } from './alternate'
import { EngineProcess } from './engine-process'
import type { Row } from './measurement'
import type { Part } from './part'
import { Pytorch, pytorchMissing } from './pytorch'

/** The default engine against PyTorch on the lesson's network, both on the processor. */
export const againstPytorch: Part = async ({ batches, threads, rounds }, { builtFolder, projectRoot }) => {
  const pytorch = await Pytorch.start(projectRoot, 'cpu')
  const engine = new EngineProcess(builtFolder)
  const rows: Row[] = []
  for (const threadCount of threads) {
    for (const batch of batches) {
      // The lesson's script is written for batches of 4.
      const asScript = batch === 4 && pytorch?.hasScript === true
      const peer = { batch, threads: threadCount }
      const speeds = await alternate<'wasm' | 'script' | 'preloaded'>(
        {
          wasm: engine.side('wasm', batch, threadCount),
          ...(asScript ? { script: pytorch.side({ ...peer, variant: 'script' }) } : {}),
          ...(pytorch === undefined ? {} : { preloaded: pytorch.side({ ...peer, variant: 'preloaded' }) })
        },
        rounds
      )
      const { wasm = NaN, script, preloaded } = speeds
      rows.push({
        batch,
        threads: threadCount,
        'wasm, steps/s': wasm,
        'images/s': Math.round(wasm * batch),
        ...(pytorch === undefined
          ? {}
          : {
              'PyTorch preloaded, steps/s': preloaded,
              'times it': preloaded && wasm / preloaded,
              'PyTorch script, steps/s': script,
              'times the script': script && wasm / script
            })
      })
    }
  }
  return {
    title: 'The wasm engine against PyTorch',
    rows,
    notes: [
      `wasm: ${engine.device}`,
      pytorch?.description ?? pytorchMissing,
      ...(pytorch?.hasScript === false
        ? ['The lesson’s script needs torchvision and PIL, which are missing.']
        : [])
    ]
  }
}
