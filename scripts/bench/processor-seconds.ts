/**
 * The processor's time that work in this process takes, in one thread: unlike the clock's, it leaves out the time of
 * other work on the machine.
 */
export async function processorSeconds(work: () => Promise<unknown>): Promise<number> {
  const begin = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(begin)
  return (user + system) / 1e6
}
