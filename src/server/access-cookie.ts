/**
 * The cookie that carries the session. Browsers send cookies to every port of a host: each server has a name of its
 * own. @param port that the server listens on
 */
function cookieName(port: number): string {
  return `tenfold-${port}`
}

/**
 * Out of scripts' reach, and never sent by a request that another site caused. Without a path it is sent to the page's
 * own path and below, whatever a proxy makes of that path.
 */
export function setCookie(port: number, session: string): string {
  return `${cookieName(port)}=${session}; HttpOnly; SameSite=Strict`
}

/** @param header the request's `Cookie`; may hold several of this server's, of different paths */
export function readCookies(header: string | undefined, port: number): readonly string[] {
  const start = `${cookieName(port)}=`
  return (header ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(start))
    .map((part) => part.slice(start.length))
}
