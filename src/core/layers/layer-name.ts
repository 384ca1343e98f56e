import { z } from '../base/schema'

export const layerName = z
  .string('a layer name is a text')
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, 'a layer name is a letter followed by letters, digits or _')
