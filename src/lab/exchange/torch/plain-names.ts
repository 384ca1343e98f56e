/** What DataParallel and torch.compile put in front of each name. */
const wrappers = ['module.', '_orig_mod.']
/** What AveragedModel counts beside the network that it wraps. */
const counter = 'n_averaged'

/** The names of a state dict as they are in the network itself; none changes unless all of them have the prefix. */
export function plainNames(names: readonly string[]): readonly string[] {
  const wrapped = names.filter((name) => name !== counter)
  const wrapper = wrappers.find((prefix) => wrapped.every((name) => isInside(name, prefix)))
  if (wrapper === undefined || wrapped.length === 0) return names
  const plain = names.map((name) => (name === counter ? name : name.slice(wrapper.length)))
  return new Set(plain).size === names.length ? plainNames(plain) : names
}

function isInside(name: string, prefix: string): boolean {
  return name.startsWith(prefix) && name.length > prefix.length
}
