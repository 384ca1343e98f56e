import { z } from '../base/schema'

/** What can be said of the files and classes of an import, in the order in which it is told. */
export const findingKinds = {
  unreadable: {
    title: 'Files that cannot be read',
    hint: 'Repair or convert these files, or leave them out.',
    leavesOut: true
  },
  inTwoClasses: {
    title: 'The same image in two classes',
    hint: 'Only the first of them is used. Delete the one in the wrong class, and import again.',
    leavesOut: true
  },
  inBothSets: {
    title: 'Training images that are also test images',
    hint: 'They are left out of the training set: a network would be tested on what it has seen.',
    leavesOut: true
  },
  duplicate: {
    title: 'The same image twice',
    hint: 'Each image is used once. Nothing needs to be done.',
    leavesOut: true
  },
  outside: {
    title: 'Files outside the class folders',
    hint: 'To use them, put each into the folder of its class.',
    leavesOut: true
  },
  link: {
    title: 'Links to folders',
    hint: 'Copy the images into the folder to use them.',
    leavesOut: true
  },
  emptyClass: {
    title: 'Classes without images',
    hint: 'They are left out. Add images to these folders to have these classes.',
    leavesOut: true
  },
  fewImages: {
    title: 'Classes with few images',
    hint: 'A network needs at least some dozens of images of a class. Add some, or merge classes.',
    leavesOut: false
  },
  noTestImages: {
    title: 'Classes without test images',
    hint: 'Their accuracy cannot be measured. Add images of them.',
    leavesOut: false
  },
  tiny: {
    title: 'Images much smaller than the chosen size',
    hint: 'They are enlarged and look blurred. Choose a smaller size, or replace them.',
    leavesOut: false
  },
  misnamed: {
    title: 'Files whose names say another format',
    hint: 'They are read as what they are. Nothing needs to be done.',
    leavesOut: false
  },
  animated: {
    title: 'Animations and files with several pages',
    hint: 'Their first picture is used.',
    leavesOut: false
  },
  renamedClass: {
    title: 'Classes with another name than their folder',
    hint: 'Names have at most 40 characters, and each has one of its own.',
    leavesOut: false
  },
  addedToTraining: {
    title: 'Validation images that went into the training set',
    hint: 'To hold some back while training, set “Validation” in the settings.',
    leavesOut: false
  }
} as const satisfies Readonly<
  Record<string, { readonly title: string; readonly hint: string; readonly leavesOut: boolean }>
>
export type FindingKind = keyof typeof findingKinds

const kinds = [
  'unreadable',
  'inTwoClasses',
  'inBothSets',
  'duplicate',
  'outside',
  'link',
  'emptyClass',
  'fewImages',
  'noTestImages',
  'tiny',
  'misnamed',
  'animated',
  'renamedClass',
  'addedToTraining'
] as const satisfies readonly FindingKind[]

export const findingKindName = z.enum(kinds)

/** Something that an import noticed. None of it keeps the rest from being imported. */
export const importFinding = z.object({
  kind: findingKindName,
  /** The file, from the imported folder on, or the class. */
  of: z.string(),
  /** What more there is to say: `photo.jpg is cut off`, `also cats/2.png`. */
  detail: z.string().optional()
})
export type ImportFinding = z.infer<typeof importFinding>

/** In the order of the table, each kind with what was found. */
export function groupFindings(
  findings: readonly ImportFinding[]
): readonly { readonly kind: FindingKind; readonly findings: readonly ImportFinding[] }[] {
  return kinds
    .map((kind) => ({ kind, findings: findings.filter((one) => one.kind === kind) }))
    .filter(({ findings: own }) => own.length > 0)
}
