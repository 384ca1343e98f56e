import type { FolderCard } from '../../../core/data/folder-card'

/**
 * The classes of an exported folder as its card has them.
 * @param found folders with images in them
 * @returns undefined where one of them is not in the card: somebody has changed the classes
 */
export function classesOfCard(
  { classes, folders }: FolderCard,
  found: readonly string[]
):
  | { readonly folders: readonly string[]; readonly names: readonly string[]; readonly renamed: readonly [] }
  | undefined {
  if (found.some((folder) => !folders.includes(folder))) return undefined
  const there = folders
    .map((folder, i) => ({ folder, name: classes[i] }))
    .filter(({ folder }) => found.includes(folder))
  return {
    folders: there.map(({ folder }) => folder),
    names: there.flatMap(({ name }) => name ?? []),
    renamed: []
  }
}
