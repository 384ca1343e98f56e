import { labErrorData } from '../../core/base/lab-error'
import { z } from '../../core/base/schema'

/** What a client sends over a port. */
export const wireRequest = z.object({ id: z.int().min(0), method: z.string(), input: z.unknown() })
export type WireRequest = z.infer<typeof wireRequest>

/** Asks whether anybody is there. */
export const wirePing = z.object({ type: z.literal('ping') })

/** What comes back: an answer to one request, to a ping, or a notice that nobody asked for. */
export const wireReply = z.discriminatedUnion('type', [
  z.object({ type: z.literal('result'), id: z.int(), output: z.unknown() }),
  z.object({ type: z.literal('error'), id: z.int(), error: labErrorData }),
  z.object({ type: z.literal('event'), event: z.string(), data: z.unknown() }),
  z.object({ type: z.literal('pong') })
])
export type WireReply = z.infer<typeof wireReply>
