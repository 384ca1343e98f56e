import type { Surroundings } from './surroundings'

export interface NvidiaDriver {
  readonly version: string
  /** The newest CUDA that it runs, `12.4`; undefined where it does not say. */
  readonly cuda: string | undefined
  readonly gpus: readonly { readonly name: string; readonly memory: string }[]
}

/** What NVIDIA's own tool tells; undefined when no driver answers. */
export async function findNvidiaDriver({ ask }: Surroundings): Promise<NvidiaDriver | undefined> {
  const fields = '--query-gpu=name,driver_version,memory.total'
  const [listing, overview] = await Promise.all([
    ask('nvidia-smi', [fields, '--format=csv,noheader']),
    ask('nvidia-smi', [])
  ])
  if (listing === undefined) return undefined
  const rows = listing.split('\n').flatMap((line) => {
    const [name = '', version = '', memory = ''] = line.split(',').map((part) => part.trim())
    return name === '' || version === '' ? [] : [{ name, version, memory }]
  })
  const [first] = rows
  if (first === undefined) return undefined
  const cuda = overview?.match(/CUDA Version:\s*([\d.]+)/)?.[1]
  return { version: first.version, cuda, gpus: rows.map(({ name, memory }) => ({ name, memory })) }
}
