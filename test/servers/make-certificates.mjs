// @ts-check
// Makes the certificates of the tests beside this file, with OpenSSL 3: node test/servers/make-certificates.mjs
// None of them is trusted by anybody. They last a hundred years.
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'

/** @param {readonly string[]} args */
const openssl = (...args) => execFileSync('openssl', args, { cwd: import.meta.dirname, stdio: 'inherit' })

const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
const local = 'subjectAltName=DNS:localhost,IP:127.0.0.1'

/**
 * @param {string} name
 * @param {readonly string[]} more
 */
function selfSigned(name, ...more) {
  const files = ['-keyout', `${name}.key.pem`, '-out', `${name}.pem`]
  openssl('req', '-x509', ...key, ...files, '-subj', `/CN=Tenfold tests: ${name}`, ...more)
}

const century = ['-days', '36500']
selfSigned('self-signed', ...century, '-addext', local)
selfSigned('other-name', ...century, '-addext', 'subjectAltName=DNS:elsewhere.test')
selfSigned('authority', ...century)
const issued = [
  '-keyout',
  'issued.key.pem',
  '-out',
  'issued.pem',
  '-CA',
  'authority.pem',
  '-CAkey',
  'authority.key.pem'
]
openssl('req', '-x509', ...key, ...issued, ...century, '-subj', '/CN=Tenfold tests: issued', '-addext', local)
rmSync(new URL('authority.key.pem', import.meta.url))
