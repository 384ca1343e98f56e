import type { ImageNode } from '../plan/plan'
import type { Runs } from './merge'

/** The rows of images of one shape. @param to, from what is written, and what is read */
export function imageRuns(to: ImageNode, from: readonly ImageNode[]): Runs {
  const { height, width, channels } = to.view
  return { count: height, length: width * channels, strides: [to, ...from].map(({ view }) => view.rowBytes) }
}
