import { z } from '../../core/base/schema'
import { formatCount } from '../../core/format/format-number'
import { importLimits } from '../../lab/contract/dataset-import'

/** What `--licence` may be. */
export const licenceOption = z
  .string()
  .max(importLimits.licence, `--licence is longer than ${formatCount(importLimits.licence)} characters`)
  .optional()
