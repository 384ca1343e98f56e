const mostCharacters = 2_000_000

/** JSON that a file holds as a note; undefined for a note of another form. */
export function readMetadata(text: string | undefined): unknown {
  if (text === undefined || text.length > mostCharacters) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}
