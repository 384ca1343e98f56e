import { labErrorData } from '../../core/base/lab-error'
import { z } from '../../core/base/schema'
import { runId } from './run-id'

export const surfaceDirections = z.enum(['random', 'principal'])
export type SurfaceDirections = z.infer<typeof surfaceDirections>

/** Mean cross-entropy; null where it is not finite. */
const loss = z.number().nullable()

/**
 * The training loss on a plane through a run's latest weights w: loss(w + x * first + y * second).
 *
 * `random`: directions drawn from a normal distribution and scaled filter by filter to the length of the network's own
 * filters, all but kernels left alone (Li et al. 2018, “Visualizing the Loss Landscape of Neural Nets”);
 * x and y are in lengths of the network's weights. A path looks short in such a plane: most of it lies outside.
 * `principal`: the two directions of unit length along which the run's checkpoints lie farthest from w; x and y are
 * distances in the space of weights.
 */
export const lossSurface = z.object({
  directions: surfaceDirections,
  /** Of the weights in the middle: the run's latest checkpoint when the surface was computed. */
  step: z.int().min(0),
  /** Training images over which the loss is averaged. */
  images: z.int().min(1),
  /** Coordinates of the columns and of the rows, rising evenly; the middle one is 0. */
  x: z.array(z.number()),
  y: z.array(z.number()),
  /** loss[row][column] */
  loss: z.array(z.array(loss)),
  /**
   * The run's way, from its initial weights to w, projected onto the plane. `loss` is that of the weights themselves,
   * not of their projection, on the same images.
   */
  path: z.array(z.object({ step: z.int().min(0), x: z.number(), y: z.number(), loss })),
  /**
   * Share of the path's squared distances from w, in [0, 1], that lies in the plane, and for principal directions the
   * shares of the first and of the second. Undefined where there is no path: the run has one checkpoint only.
   */
  explained: z
    .object({ plane: z.number(), directions: z.tuple([z.number(), z.number()]).optional() })
    .optional()
})
export type LossSurface = z.infer<typeof lossSurface>

/** How a computation of a surface goes. After `ready`, ask `getLossSurface`. */
export const lossSurfaceNotice = z.object({
  runId,
  directions: surfaceDirections,
  progress: z.discriminatedUnion('kind', [
    /** Losses computed so far, and in all. */
    z.object({ kind: z.literal('computing'), done: z.int(), total: z.int() }),
    z.object({ kind: z.literal('ready') }),
    z.object({ kind: z.literal('cancelled') }),
    z.object({ kind: z.literal('failed'), error: labErrorData })
  ])
})
export type LossSurfaceNotice = z.infer<typeof lossSurfaceNotice>
