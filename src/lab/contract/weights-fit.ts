import { z } from '../../core/base/schema'
import { mostLayers } from '../../core/model/model-spec'
import { networkAnswers } from '../../core/exchange/network-answers'
import { toldOfNetwork } from './told-of-network'

/** A layer has at most four parameters. */
const mostParameters = 4 * mostLayers

/** Which network a file of weights alone belongs to. */
export const weightsFit = z.object({
  /** The id of one of the networks that `examineNetwork` offers. */
  network: z.string().max(200),
  /** For each of its parameters, the place of its tensor in the file; left out where they are to be found. */
  tensors: z.array(z.int().min(0)).max(mostParameters).optional()
})
export type WeightsFit = z.infer<typeof weightsFit>

const shape = z.array(z.int().min(0))

/** What was said of the same files when they were last loaded, if they were. */
const remembered = networkAnswers.extend({ fit: weightsFit.optional() }).nullable()
export type RememberedAnswers = z.infer<typeof remembered>

/** What files hold, what is to be asked before they are loaded, and which networks they may have to be fitted to. */
export const examinedNetwork = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('whole'), told: toldOfNetwork, remembered }),
  z.object({
    kind: z.literal('weights'),
    remembered,
    tensors: z.array(z.object({ name: z.string(), shape })),
    /** The networks that may have such weights, the likeliest first. */
    networks: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        told: toldOfNetwork,
        /** Whether each parameter has a tensor, and each tensor a parameter. */
        complete: z.boolean(),
        parameters: z.array(
          z.object({
            name: z.string(),
            shape,
            tensor: z.int().nullable(),
            by: z.enum(['name', 'order']).nullable()
          })
        )
      })
    )
  })
])
export type ExaminedNetwork = z.infer<typeof examinedNetwork>
