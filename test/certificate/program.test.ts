import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { quietPort } from '../postgres/port.ts'
import { startCa } from './ca.ts'
import { HOST_NAME, type NameServer, startNameServer, ZONE } from './name-server.ts'
import { served } from './program.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))

describeWith(['certificate'], 'the fleet as it is built', () => {
  let folder = ''
  let names: NameServer
  let ca: Awaited<ReturnType<typeof startCa>>
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'abordo-certificate-'))
    names = await startNameServer(folder)
    ca = await startCa(folder, names)
  })
  afterAll(async () => {
    await ca?.stop()
    await names?.stop()
    rmSync(folder, { recursive: true })
  })

  it('obtains a certificate by what its environment says', async () => {
    const fleet = await served(process.execPath, [ABORDO, 'fleet'], {
      // By a CA of its own, with the library in the bundle.
      ready: /there is a new certificate of wifi\.example\.mx|no certificate of/,
      env: {
        DATABASE_URL: `file:${folder}/fleet.db`,
        FLEET_PORT: String(await quietPort()),
        FLEET_PORTAL_HOSTNAME: HOST_NAME,
        FLEET_ACME_DIRECTORY: ca.directory,
        FLEET_ACME_CA: ca.caFile,
        FLEET_ACME_DNS: `rfc2136://127.0.0.1:${names.port}/${ZONE}?key=abordo&secret-file=${names.secretFile}`,
        FLEET_ACME_NAME_SERVERS: `127.0.0.1:${names.port}`,
      },
    })
    await fleet.stop()
    expect(fleet.said()).toContain('there is a new certificate of wifi.example.mx')
  })
})
