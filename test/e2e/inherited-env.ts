/** What the test runner sets for itself, and `_`, how it was started: under nohup programs go on after a hang-up. */
const ofTheRunner = /^(VITEST.*|NODE_ENV|TEST|MODE|DEV|PROD|SSR|BASE_URL|_)$/

/** The environment that somebody has who starts Tenfold. */
export function inheritedEnv(): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || ofTheRunner.test(name) ? [] : [[name, value] as const]
  )
  return Object.fromEntries(inherited)
}
