/**
 * What Keras calls the groups of layers in a file of weights: by their classes, with a number from the second on.
 * @param classes in Keras's order of the layers
 */
export function groupNames(classes: readonly string[]): readonly string[] {
  const times = new Map<string, number>()
  return classes.map((name) => {
    const plain = snakeCase(name)
    const before = times.get(plain) ?? 0
    times.set(plain, before + 1)
    return before === 0 ? plain : `${plain}_${before}`
  })
}

/** As Keras does: `Conv2D` is `conv2d`, `ZeroPadding2D` `zero_padding2d`, `ReLU` `re_lu`. */
function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}
