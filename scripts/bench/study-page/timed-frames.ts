const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()))

/** Resolves in the first task after the browser has drawn what a frame led to. */
function drawnFrame(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve(performance.now())
      port2.postMessage(undefined)
    })
  })
}

/** From the beginning of a task to the picture on the screen, in milliseconds. @param isThere whether it is drawn */
export async function timeToPicture(begin: () => void, isThere: () => boolean): Promise<number> {
  await frame()
  const start = performance.now()
  begin()
  while (!isThere()) await frame()
  return (await drawnFrame()) - start
}

/**
 * The work that something causes: its handlers, and the frame that shows it. The wait for that frame is left out.
 * @returns milliseconds of the page's thread
 */
export async function timeWork(act: () => void): Promise<number> {
  await frame()
  const start = performance.now()
  let frameBegan = NaN
  // Asked for first, so that it is told before the picture is drawn.
  requestAnimationFrame(() => (frameBegan = performance.now()))
  act()
  await Promise.resolve()
  const handled = performance.now()
  const drawn = await drawnFrame()
  return handled - start + drawn - frameBegan
}
