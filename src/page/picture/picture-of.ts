/** The picture among what was dropped or pasted: the first image, or else the first file, whose error says what it is. */
export function pictureOf(given: DataTransfer | null): File | undefined {
  const files = [...(given?.files ?? [])]
  return files.find(({ type }) => type.startsWith('image/')) ?? files[0]
}
