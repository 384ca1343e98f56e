import { z } from '../base/schema'

/** The orders in which programs keep the colours of a pixel: OpenCV and Caffe have blue first. */
export const channelOrder = z.enum(['rgb', 'bgr'])
export type ChannelOrder = z.infer<typeof channelOrder>

/** Whether images have an order of colours at all: red, green and blue. */
export function hasColours([, , channels]: readonly [number, number, number]): boolean {
  return channels === 3
}
