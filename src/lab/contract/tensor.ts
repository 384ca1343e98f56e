import { z } from '../../core/base/schema'

/** Named values on their way to a client. */
export const tensor = z.object({
  name: z.string(),
  shape: z.array(z.int()),
  /** base64 of f32[shape], little-endian, row-major. */
  values: z.string()
})
export type Tensor = z.infer<typeof tensor>
