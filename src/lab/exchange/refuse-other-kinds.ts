import { invalidCheckpoint, shown } from '../checkpoint/invalid-checkpoint'

/** How files begin that are no networks, and come under the name of one. */
const otherKinds: readonly { readonly begins: RegExp; readonly what: string; readonly hint: string }[] = [
  {
    begins: /^\s*<(!doctype html|html|head|body)\b/i,
    what: 'a web page',
    hint: 'The download gave a page instead of the file, which may say why: open it in a browser. Then download the file itself.'
  },
  {
    begins: /^version https:\/\/git-lfs\.github\.com\/spec\//,
    what: 'a pointer of Git LFS, which stands for the file',
    hint: 'Fetch the file itself with “git lfs pull”, or download it from the repository’s page.'
  },
  {
    begins: /^%PDF-/,
    what: 'a PDF document',
    hint: 'Choose the file of the network.'
  }
]

const longestBeginning = 100

/** @throws LabError 'checkpoint-invalid' where a file is something else than its name says, whatever network that would be */
export function refuseOtherKinds(bytes: Uint8Array, name: string): void {
  const beginning = Buffer.from(bytes.subarray(0, longestBeginning)).toString('latin1')
  const kind = otherKinds.find(({ begins }) => begins.test(beginning))
  if (kind !== undefined) throw invalidCheckpoint(`${shown(name)} is ${kind.what}, not a network.`, kind.hint)
}
