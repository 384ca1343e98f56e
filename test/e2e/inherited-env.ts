// What the test runner sets for itself.
const ofTheRunner = /^(VITEST.*|NODE_ENV|TEST|MODE|DEV|PROD|SSR|BASE_URL)$/

/** The environment as it was before the tests were started. */
export function inheritedEnv(): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || ofTheRunner.test(name) ? [] : [[name, value] as const]
  )
  return Object.fromEntries(inherited)
}
