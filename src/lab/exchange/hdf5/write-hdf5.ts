import { loadHdf5 } from './load-hdf5'
import type { Group } from 'h5wasm'

/** A group of an HDF5 file. */
export interface Hdf5Content {
  /** Texts, and lists of texts in ASCII. */
  readonly attributes?: Readonly<Record<string, string | readonly string[]>>
  readonly groups?: Readonly<Record<string, Hdf5Content>>
  readonly arrays?: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }>
  >
}

/** Beside the attribute there is little room in the header that holds it: 64 kB in all. */
const mostListBytes = 64_000

/** The bytes of an HDF5 file, the same for the same content. */
export async function writeHdf5(content: Hdf5Content): Promise<Uint8Array> {
  const { h5, files } = await loadHdf5()
  const path = '/written.h5'
  return atTheSameTime(() => {
    try {
      const file = new h5.File(path, 'w')
      try {
        fill(file, content)
      } finally {
        file.close()
      }
      return files.readFile(path)
    } finally {
      if (files.analyzePath(path).exists) files.unlink(path)
    }
  })
}

function fill(group: Group, { attributes = {}, groups = {}, arrays = {} }: Hdf5Content): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') group.create_attribute(name, value, [], 'S')
    else writeList(group, name, value)
  }
  for (const [name, content] of Object.entries(groups)) fill(group.create_group(name), content)
  for (const [name, { shape, values }] of Object.entries(arrays))
    group.create_dataset({ name, data: values, shape: [...shape], dtype: '<f' })
}

/** As Keras writes it: a long one in parts, `layer_names0` and so on; an empty one without a text. */
function writeList(group: Group, name: string, texts: readonly string[]): void {
  if (texts.length === 0) {
    group.create_attribute(name, new Float64Array(0), [0], '<d')
    return
  }
  const length = texts.reduce((most, text) => Math.max(most, text.length), 1)
  const most = Math.floor(mostListBytes / length)
  if (texts.length <= most) {
    group.create_attribute(name, [...texts], [texts.length], `A${length}`)
    return
  }
  for (let part = 0; part * most < texts.length; part++) {
    const some = texts.slice(part * most, (part + 1) * most)
    group.create_attribute(`${name}${part}`, some, [some.length], `A${length}`)
  }
}

/** The library asks for the time and writes it into the file. Nothing else runs meanwhile. */
function atTheSameTime<T>(work: () => T): T {
  const { now } = Date
  Date.now = () => 0
  try {
    return work()
  } finally {
    Date.now = now
  }
}
