import { alternate } from './alternate'
import { EngineProcess } from './engine-process'
import type { Row } from './measurement'
import type { Part } from './part'
import { Pytorch, pytorchMissing } from './pytorch'

/** The webgpu engine against PyTorch with its data on its device. */
export const webgpuBench: Part = async ({ batches, rounds, pytorchDevice }, { builtFolder, projectRoot }) => {
  const pytorch = await Pytorch.start(projectRoot, pytorchDevice)
  const engine = new EngineProcess(builtFolder)
  const rows: Row[] = []
  for (const batch of batches) {
    const { webgpu = NaN, preloaded } = await alternate<'webgpu' | 'preloaded'>(
      {
        webgpu: engine.side('webgpu', batch, 0),
        ...(pytorch === undefined
          ? {}
          : { preloaded: pytorch.side({ variant: 'preloaded', batch, threads: 1 }) })
      },
      rounds
    )
    rows.push({
      batch,
      'webgpu, steps/s': webgpu,
      'images/s': Math.round(webgpu * batch),
      ...(pytorch === undefined
        ? {}
        : { 'PyTorch, steps/s': preloaded, 'times it': preloaded && webgpu / preloaded })
    })
  }
  return {
    title: 'The webgpu engine against PyTorch',
    rows,
    notes: [`webgpu: ${engine.device}`, pytorch?.description ?? pytorchMissing]
  }
}
