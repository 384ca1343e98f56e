/**
 * Which of a file's weights is which of a network's. Other programs put the names of models and scopes in front:
 * `sequential/conv2d/kernel`, and `:0` behind; Keras 3 calls a depthwise kernel just `kernel`.
 * @param wanted names of a network's weights, `conv2d/kernel`; undefined for one that no file has
 * @param given names in the file
 * @returns for each given name: its place in `wanted`, or undefined where nothing is called so, or more than one is
 */
export function matchWeightNames(
  wanted: readonly (string | undefined)[],
  given: readonly string[]
): (name: string) => number | undefined {
  const exact = new Map(wanted.flatMap((name, at) => (name === undefined ? [] : [[name, at] as const])))
  const tails = new Map<string, number | undefined>()
  for (const [name, at] of exact) {
    for (const tail of tailsOf(name)) tails.set(tail, tails.has(tail) ? undefined : at)
  }
  const times = new Map<string, number>()
  for (const name of given) {
    const tail = tailOf(name)
    times.set(tail, (times.get(tail) ?? 0) + 1)
  }
  return (name) => {
    const at = exact.get(name)
    if (at !== undefined) return at
    const tail = tailOf(name)
    return times.get(tail) === 1 ? tails.get(tail) : undefined
  }
}

/** Layer and part. */
function tailOf(name: string): string {
  return name.replace(/:0$/, '').split('/').slice(-2).join('/')
}

function tailsOf(name: string): readonly string[] {
  const tail = tailOf(name)
  const plain = tail.replace(/\/depthwise_kernel$/, '/kernel')
  return plain === tail ? [tail] : [tail, plain]
}
