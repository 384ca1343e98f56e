import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { hashFile } from '../storage/hash-file'
import { readArchive } from '../dataset/sources/read-archive'
import { type NpmCall, runNpm } from '../npm/run-npm'
import { makeFolder } from '../storage/make-folder'

/** The packages whose sources become the binding, each with the sha512 of its tarball and the files that are needed. */
const packages = [
  {
    name: '@tensorflow/tfjs-node-gpu',
    version: '4.22.0',
    sha512: 'p//NN6DGiN4hInUmIkRffaFVMcdTREUMjPyjW04J7OXvB2zBlQimj61eFKSgRrH3f5TnOfKzb0n56he/B6a4bw==',
    files: [
      'tfjs_backend.cc',
      'tfjs_backend.h',
      'tfjs_binding.cc',
      'utils.h',
      'napi_auto_ref.h',
      'tf_auto_status.h',
      'tf_auto_tensor.h',
      'tfe_auto_op.h'
    ]
  },
  {
    name: 'node-api-headers',
    version: '1.9.0',
    sha512: '2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==',
    files: ['js_native_api.h', 'js_native_api_types.h', 'node_api.h', 'node_api_types.h']
  }
] as const

/** Names the sources; part of what a built binding is known by. */
export const sourcesVersion = packages.map(({ name, version }) => `${name}@${version}`).join(' ')

/**
 * Gets the binding's C++ sources and Node's headers into a folder, 240 kB from the registry that npm is set up for.
 * @throws LabError 'offline' | 'download-failed' | 'data-corrupt' | 'unsupported' | 'cancelled'
 */
export async function fetchSources(folder: string, call: NpmCall): Promise<void> {
  await makeFolder(folder)
  const work = await mkdtemp(path.join(folder, 'download-'))
  try {
    for (const wanted of packages) {
      const place = path.join(work, String(packages.indexOf(wanted)))
      await mkdir(place)
      const told = await runNpm(
        [
          'pack',
          `${wanted.name}@${wanted.version}`,
          '--pack-destination',
          place,
          '--ignore-scripts',
          '--json'
        ],
        call
      )
      const [tarball] = await readdir(place)
      if (tarball === undefined) throw notFetched(`${wanted.name}@${wanted.version}`, told)
      await unpack(path.join(place, tarball), wanted, folder, call.signal)
    }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function unpack(
  tarball: string,
  wanted: (typeof packages)[number],
  folder: string,
  signal: AbortSignal
): Promise<void> {
  if ((await hashFile(tarball, signal, undefined, 'sha512', 'base64')) !== wanted.sha512) {
    throw new LabError(
      'data-corrupt',
      `What npm fetched as ${wanted.name}@${wanted.version} is not that package: its checksum differs.`,
      'Check npm’s registry settings, and try again.'
    )
  }
  const missing = new Set<string>(wanted.files)
  await readArchive(tarball, signal, async ({ name, content }) => {
    if (!missing.delete(name)) return
    const pieces: Uint8Array[] = []
    for await (const piece of content) pieces.push(piece)
    await writeFile(path.join(folder, name), Buffer.concat(pieces))
  })
  if (missing.size > 0) throw new Error(`${wanted.name} lacks ${[...missing].join(', ')}`)
}

function notFetched(what: string, told: string): LabError {
  return new LabError(
    'download-failed',
    `npm could not fetch ${what}.`,
    'Check the network connection and npm’s registry and proxy settings, and try again.',
    told
  )
}
