import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CERTIFICATE_ONE } from '../fakes/certificates.ts'
import { quietPort } from '../quiet-port.ts'
import { PEBBLE } from './needs.ts'
import { served } from './program.ts'

/** Let's Encrypt's own CA for tests, which looks for the record at `nameServer` as the real one does. */
export async function startCa(folder: string, nameServer: { port: number }, ports?: { listen: number }) {
  const listen = ports?.listen ?? (await quietPort())
  const management = await quietPort()
  const certificate = join(folder, 'pebble.pem')
  const privateKey = join(folder, 'pebble-key.pem')
  writeFileSync(certificate, CERTIFICATE_ONE.cert)
  writeFileSync(privateKey, CERTIFICATE_ONE.key)
  const config = join(folder, 'pebble.json')
  const address = (port: number) => `127.0.0.1:${port}`
  writeFileSync(
    config,
    JSON.stringify({
      pebble: {
        listenAddress: address(listen),
        managementListenAddress: address(management),
        certificate,
        privateKey,
        httpPort: 1,
        tlsPort: 1,
        certificateValidityPeriod: 90 * 86_400,
      },
    }),
  )
  const { stop, said } = await served(PEBBLE, ['-config', config, '-dnsserver', address(nameServer.port)], {
    ready: /ACME directory available/,
    // Without the pause of a few seconds before it looks, and proving the name anew (all but) each time. It does look.
    env: { PEBBLE_VA_NOSLEEP: '1', PEBBLE_AUTHZREUSE: '0' },
  })
  return { listen, directory: `https://${address(listen)}/dir`, caFile: certificate, stop, said }
}
