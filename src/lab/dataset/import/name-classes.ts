/** Of a class. */
const longest = 40

/**
 * Names of classes from those of their folders: visible, at most 40 characters, and each different from all others.
 * @param folders in label order
 */
export function nameClasses(folders: readonly string[]): {
  readonly names: readonly string[]
  readonly renamed: readonly { readonly folder: string; readonly name: string }[]
} {
  const taken = new Set<string>()
  const names = folders.map((folder) => {
    const plain = cut(visible(folder), longest)
    let name = plain === '' ? 'class' : plain
    for (let n = 2; taken.has(name); n++) name = `${cut(plain, longest - 5)} (${n})`
    taken.add(name)
    return name
  })
  return {
    names,
    renamed: folders.flatMap((folder, i) => {
      const name = names[i]
      return name === undefined || name === folder ? [] : [{ folder, name }]
    })
  }
}

/** Composed, as keyboards write it, and without what cannot be seen. */
function visible(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .trim()
}

/** Whole characters alone. */
function cut(text: string, length: number): string {
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length > length) break
    kept += character
  }
  return kept.trim()
}
