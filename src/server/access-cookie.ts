/**
 * The cookie that carries the token. Browsers send cookies to every port of a host: each server has a name of its
 * own. @param port that the server listens on
 */
function cookieName(port: number): string {
  return `tenfold-${port}`
}

/** Out of scripts' reach, and never sent by a request that another site caused. */
export function setCookie(port: number, token: string): string {
  return `${cookieName(port)}=${token}; Path=/; HttpOnly; SameSite=Strict`
}

/** @param header the request's `Cookie` */
export function readCookie(header: string | undefined, port: number): string | undefined {
  const start = `${cookieName(port)}=`
  return header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(start))
    ?.slice(start.length)
}
