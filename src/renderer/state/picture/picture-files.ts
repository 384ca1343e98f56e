/** Names of files that are pictures, or that somebody takes for one. */
const names = /\.(?:png|apng|jpe?g|jfif|webp|gif|tiff?|bmp|avif|heic|heif|jxl|svg|ico|psd)$/i

/** The files among these that are pictures by their type or their name; whether they can be read, the lab says. */
export function pictureFiles(files: Iterable<File>): File[] {
  return [...files].filter(({ type, name }) => type.startsWith('image/') || names.test(name))
}
