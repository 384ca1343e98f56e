import { z } from '../../core/base/schema'

export const runId = z.string().regex(/^[a-z0-9-]{1,64}$/, 'must be the name of a run')
