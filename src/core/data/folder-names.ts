/** Of a name, in UTF-16 units: short enough for every file system, however its characters are stored. */
const longest = 60

/** What Windows keeps for devices, with or without an ending. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/**
 * Names of files or folders, each one that Windows, macOS and Linux take, and different from all others there even where
 * large and small letters count as the same. A name that needs no change keeps itself.
 */
export class FolderNames {
  readonly #taken = new Set<string>()
  /** Of each name that was asked for again, the last number behind it. */
  readonly #numbers = new Map<string, number>()

  /** @param ending that is put behind the name: `.png` */
  give(wanted: string, ending = ''): string {
    const plain = plainName(wanted)
    for (let n = (this.#numbers.get(plain) ?? 0) + 1; ; n++) {
      const name = `${n === 1 ? plain : `${plain}-${n}`}${ending}`
      this.#numbers.set(plain, n)
      if (this.take(name)) return name
    }
  }

  /** @returns whether it was free */
  take(name: string): boolean {
    const key = name.normalize('NFC').toLowerCase().normalize('NFC')
    if (this.#taken.has(key)) return false
    this.#taken.add(key)
    return true
  }
}

function plainName(wanted: string): string {
  let kept = ''
  for (const character of wanted.normalize('NFC').replace(/[\p{C}<>:"/\\|?*]/gu, '_')) {
    if (kept.length + character.length > longest) break
    kept += character
  }
  // A point at the front hides a file, and Windows drops one at the end.
  const visible = kept
    .trim()
    .replace(/^\.+/, '_')
    .replace(/[. ]+$/, '_')
  if (visible === '') return '_'
  return reserved.test(visible) || isPassedOver(visible) ? `_${visible}` : visible
}

/** What an import does not take for a class or an image. */
function isPassedOver(name: string): boolean {
  return ['thumbs.db', 'desktop.ini', '__macosx'].includes(name.toLowerCase())
}
