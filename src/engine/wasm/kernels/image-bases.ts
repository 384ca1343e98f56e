import type { Int, Local } from '../assembler/expression'
import { i32, int } from '../assembler/scalar'
import type { ImageNode, MemoryPlace } from '../plan/plan'

/** Base addresses of the regions in which an image's buffers lie. */
export interface Bases {
  readonly image: Local<'i32'>
  readonly features: Local<'i32'>
  readonly thread: Local<'i32'>
  readonly featureGradient: Local<'i32'> | undefined
  /** The image's number in the batch. */
  readonly number: Local<'i32'>
  /** Optimizer steps before this one. */
  readonly step: Local<'i32'>
}

export function address(bases: Bases, place: MemoryPlace): ReturnType<typeof int> {
  const base: Int | undefined = bases[place.region]
  if (base === undefined) throw new Error(`no base for ${place.region}`)
  return int(i32.add(base, place.offset))
}

export function gradient(bases: Bases, node: ImageNode): ReturnType<typeof int> {
  if (node.gradient === undefined) throw new Error('a gradient was asked for where none is kept')
  return address(bases, node.gradient)
}

/** The first pixel, inside the border. */
export function pixels(bases: Bases, node: ImageNode): ReturnType<typeof int> {
  return int(i32.add(address(bases, node.value), node.view.origin))
}

/** The gradient of the first pixel. */
export function gradientPixels(bases: Bases, node: ImageNode): ReturnType<typeof int> {
  return int(i32.add(gradient(bases, node), node.view.origin))
}
