/** Does something that needs no waiting; what it throws is how the promise fails. */
export function withoutAnswer(action: () => void): Promise<Record<string, never>> {
  return new Promise((resolve) => {
    action()
    resolve({})
  })
}
