import path from 'node:path'
import { z } from '../../src/core/base/schema'
import { alternate, type Side } from './alternate'
import { EngineProcess } from './engine-process'
import type { Row } from './measurement'
import type { Part } from './part'
import { Peer } from './peer'
import { Pytorch, pytorchMissing } from './pytorch'

const answer = z.object({ seconds: z.number() })

/**
 * The tensorflow engine against plain tfjs-node and PyTorch. Each batch size gets processes of its own, since
 * TensorFlow makes its threads once, for the first network that it sees.
 */
export const tensorflowBench: Part = async (options, { builtFolder, projectRoot }) => {
  const { batches, rounds, pytorchDevice, tfjsNode } = options
  const rows: Row[] = []
  let device = ''
  let peer = pytorchMissing
  for (const batch of batches) {
    const engine = new EngineProcess(builtFolder)
    const graphSide = engine.side('tensorflow', batch, 0)
    // Tells how many threads the engine takes, so that PyTorch gets as many.
    await graphSide.measure(1)
    const pytorch = await Pytorch.start(projectRoot, pytorchDevice)
    peer = pytorch?.description ?? peer
    // oneDNN is on by default on some processors and off on others, so plain tfjs-node is measured both ways.
    const plain = (onednn: '0' | '1'): Peer =>
      new Peer('tfjs-node', process.execPath, [path.join(builtFolder, 'tfjs-peer.mjs'), tfjsNode ?? ''], {
        TF_ENABLE_ONEDNN_OPTS: onednn
      })
    const plains = tfjsNode === undefined ? undefined : { off: plain('0'), on: plain('1') }
    const side = (tfjs: Peer): Side => ({
      measure: async (steps) => (await tfjs.ask({ batch, steps }, answer)).seconds
    })
    const speeds = await alternate<'graph' | 'off' | 'on' | 'pytorch'>(
      {
        graph: graphSide,
        ...(plains === undefined ? {} : { off: side(plains.off), on: side(plains.on) }),
        ...(pytorch === undefined
          ? {}
          : { pytorch: pytorch.side({ variant: 'preloaded', batch, threads: engine.threads }) })
      },
      rounds
    )
    const { graph = NaN, off, on, pytorch: preloaded } = speeds
    rows.push({
      batch,
      threads: engine.threads,
      'tensorflow, steps/s': graph,
      ...(plains === undefined
        ? {}
        : {
            'tfjs-node, steps/s': off,
            'times it': off && graph / off,
            'tfjs-node with oneDNN, steps/s': on,
            'times that': on && graph / on
          }),
      ...(pytorch === undefined
        ? {}
        : { 'PyTorch, steps/s': preloaded, 'times PyTorch': preloaded && graph / preloaded })
    })
    device = engine.device
    // The next batch size starts its own.
    Peer.endAll()
  }
  return {
    title: 'The tensorflow engine against plain tfjs-node and PyTorch',
    rows,
    notes: [
      `tensorflow: ${device}`,
      peer,
      ...(tfjsNode === undefined
        ? ['Plain tfjs-node is left out: --tfjs-node names the folder of an installed one.']
        : [])
    ]
  }
}
