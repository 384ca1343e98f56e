import path from 'node:path'
import { z } from '../../src/core/base/schema'
import { findTorch } from '../test-setup/find-torch.mjs'
import type { Side } from './alternate'
import { Peer } from './peer'
import { cifarFolder } from './training-images'

const about = z.object({
  torch: z.string(),
  python: z.string(),
  /** Of the processor: AVX2, say. */
  capability: z.string(),
  /** Of `device`, where it is a GPU. */
  gpu: z.string().nullable(),
  /** Whether there are torchvision and PIL, which the lesson's script needs. */
  script: z.boolean()
})
const answer = z.object({ seconds: z.number() })

export interface PytorchRequest {
  /** `script` feeds the network as the lesson's script does, `preloaded` from one tensor in memory. */
  readonly variant: 'script' | 'preloaded'
  readonly batch: number
  readonly threads: number
}

/** PyTorch beside Tenfold: see pytorch_peer.py. */
export class Pytorch {
  readonly description: string
  readonly hasScript: boolean
  readonly #peer: Peer
  readonly #device: string

  private constructor(peer: Peer, device: string, found: z.infer<typeof about>) {
    this.#peer = peer
    this.#device = device
    this.hasScript = found.script
    const on = found.gpu ?? `the processor, where it uses ${found.capability}`
    this.description = `PyTorch ${found.torch} (Python ${found.python}) on ${on}`
  }

  /**
   * @param device PyTorch's: `cpu`, `cuda`
   * @returns undefined where no interpreter has it
   */
  static async start(projectRoot: string, device: string): Promise<Pytorch | undefined> {
    const python = await findTorch('torch, numpy')
    if (python === undefined) return undefined
    const script = path.join(projectRoot, 'scripts', 'bench', 'pytorch_peer.py')
    const peer = new Peer('PyTorch', python, [script, cifarFolder()])
    return new Pytorch(peer, device, await peer.ask({ about: true, device }, about))
  }

  side({ variant, batch, threads }: PytorchRequest): Side {
    const request = { variant, batch, threads, device: this.#device }
    return { measure: async (steps) => (await this.#peer.ask({ ...request, steps }, answer)).seconds }
  }
}

export const pytorchMissing =
  'PyTorch is missing, so that there is nothing to compare with: none of $PYTHON, python3, /usr/bin/python3 imports torch and numpy. Install it, or name an interpreter: PYTHON=<path> npm run bench'
