/** Whether a file may hold weights alone, so that the network is to be asked for. */
export function mayBeWeights(files: readonly { readonly name: string }[]): boolean {
  const [only, ...others] = files
  return only !== undefined && others.length === 0 && /\.(pth|pt|safetensors)$/i.test(only.name)
}
