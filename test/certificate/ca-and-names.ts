import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { startCa } from './ca.ts'
import { type NameServer, startNameServer } from './name-server.ts'

/** For the tests of a `describe`: a CA and the name server that it looks at, with a folder of their own. */
export function caAndNames() {
  const at = {} as { folder: string; names: NameServer; ca: Awaited<ReturnType<typeof startCa>> }
  beforeAll(async () => {
    at.folder = mkdtempSync(join(tmpdir(), 'abordo-certificate-'))
    at.names = await startNameServer(at.folder)
    at.ca = await startCa(at.folder, at.names)
  })
  afterAll(async () => {
    // There are not both where one of them did not start.
    await at.ca?.stop()
    await at.names?.stop()
    rmSync(at.folder, { recursive: true })
  })
  return at
}
