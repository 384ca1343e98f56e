/** Something that trains: steps in, seconds out. */
export interface Side {
  readonly measure: (steps: number) => Promise<number>
}

/** A turn is to last about this long. */
const turnSeconds = 1
/** PyTorch needs some hundreds of steps after a cold start, V8 about a second, to reach their speed. */
const warmUpSteps = 400
const warmUpSeconds = 4

/**
 * Measures sides in turns, so that a disturbance of the machine does not hit one of them alone. Each is warmed up first.
 * @returns each side's median of steps a second
 */
export async function alternate<Name extends string>(
  sides: Readonly<Partial<Record<Name, Side>>>,
  rounds: number
): Promise<Partial<Record<Name, number>>> {
  const turns: { name: Name; side: Side; steps: number; speeds: number[] }[] = []
  for (const name in sides) {
    const side = sides[name]
    if (side === undefined) continue
    const speed = await warmUp(side)
    turns.push({ name, side, steps: Math.max(2, Math.ceil(speed * turnSeconds)), speeds: [] })
  }
  for (let round = 0; round < rounds; round++) {
    for (const { side, steps, speeds } of turns) speeds.push(steps / (await side.measure(steps)))
  }
  const medians: Partial<Record<Name, number>> = {}
  for (const { name, speeds } of turns) medians[name] = median(speeds)
  return medians
}

/** @returns steps a second at its end */
async function warmUp({ measure }: Side): Promise<number> {
  let done = 0
  let spent = 0
  for (let steps = 4; ; steps *= 2) {
    const seconds = await measure(steps)
    done += steps
    spent += seconds
    if ((done >= warmUpSteps && spent >= turnSeconds) || spent >= warmUpSeconds) return steps / seconds
  }
}

/** The middle one; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2
}
