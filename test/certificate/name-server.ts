import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { quietPort } from '../quiet-port.ts'
import { NAMED } from './needs.ts'
import { served } from './program.ts'

export const ZONE = 'example.mx'
export const HOST_NAME = 'wifi.example.mx'
const SECRET = 'c2VjcmV0IG9mIHRoZSB0ZXN0cywgYXMgbG9uZyBhcyBpdCBoYXMgdG8gYmU='

/** BIND with a zone, in which the key "abordo" may change the one record that a CA looks for. */
export async function startNameServer(folder: string) {
  const port = await quietPort()
  const home = join(folder, 'named')
  mkdirSync(home)
  const key = (name: string, algorithm = 'hmac-sha256') =>
    `key "${name}" { algorithm ${algorithm}; secret "${SECRET}"; };`
  writeFileSync(
    join(home, 'named.conf'),
    `options { directory "${home}"; listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; };
      pid-file none; session-keyfile none; lock-file none; recursion no; dnssec-validation no; allow-transfer { none; }; };
    controls { };
    ${key('abordo')}
    ${key('strong', 'hmac-sha512')}
    ${key('other')}
    zone "${ZONE}" { type primary; file "zone"; update-policy {
      grant abordo name _acme-challenge.${HOST_NAME} TXT; grant strong name _acme-challenge.${HOST_NAME} TXT; }; };\n`,
  )
  writeFileSync(join(home, 'zone'), `$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n`)
  const secretFile = join(folder, 'tsig')
  writeFileSync(secretFile, `${SECRET}\n`)
  const wrongSecretFile = join(folder, 'wrong-tsig')
  writeFileSync(wrongSecretFile, `${Buffer.from('another secret').toString('base64')}\n`)
  const { stop, said } = await served(NAMED, ['-g', '-4', '-c', join(home, 'named.conf')], { ready: /\brunning$/m })
  return { port, server: { host: '127.0.0.1', port }, secretFile, wrongSecretFile, stop, said }
}
export type NameServer = Awaited<ReturnType<typeof startNameServer>>
