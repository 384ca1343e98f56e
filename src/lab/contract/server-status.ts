import { z } from '../../core/base/schema'

/** What a server says to a page that asks whether it may connect. */
export const serverStatus = z.object({
  /** Of the server; only for those who may connect. */
  version: z.string().optional(),
  /** Why the page may not connect, and what mends it. */
  problem: z.object({ message: z.string(), hint: z.string() }).optional()
})
export type ServerStatus = z.infer<typeof serverStatus>
