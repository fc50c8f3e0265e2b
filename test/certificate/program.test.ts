import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { quietPort } from '../quiet-port.ts'
import { caAndNames } from './ca-and-names.ts'
import { HOST_NAME, ZONE } from './name-server.ts'
import { served } from './program.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))

describeWith(['certificate'], 'the fleet as it is built', () => {
  const at = caAndNames()

  it('obtains a certificate by what its environment says', async () => {
    const fleet = await served(process.execPath, [ABORDO, 'fleet'], {
      // By a CA of its own, with the library in the bundle.
      ready: /there is a new certificate of wifi\.example\.mx|no certificate of/,
      env: {
        DATABASE_URL: `file:${at.folder}/fleet.db`,
        FLEET_PORT: String(await quietPort()),
        FLEET_PORTAL_HOSTNAME: HOST_NAME,
        FLEET_ACME_DIRECTORY: at.ca.directory,
        FLEET_ACME_CA: at.ca.caFile,
        FLEET_ACME_DNS: `rfc2136://127.0.0.1:${at.names.port}/${ZONE}?key=abordo&secret-file=${at.names.secretFile}`,
        FLEET_ACME_NAME_SERVERS: `127.0.0.1:${at.names.port}`,
      },
    })
    await fleet.stop()
    expect(fleet.said()).toContain('there is a new certificate of wifi.example.mx')
  })
})
