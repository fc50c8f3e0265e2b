import { createHash } from 'node:crypto'
import type { CertificateAnswer } from '../../contract/certificate.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { certificateOf } from '../queries/certificates.ts'

export interface HandOutDeps {
  db: FleetDatabase
  /** Null: gateways get none. */
  hostName: string | null
  /** ms since 1970. */
  now: () => number
}

/** Each report asks; another process may have renewed it. */
const LOOK_MS = 15_000

interface HandedOut {
  version: string
  answer: CertificateAnswer
}

/** What gateways are given: the certificate with its key, and the version by which they know it. Read from the database now and then only. */
export function createHandOut({ db, hostName, now }: HandOutDeps) {
  let held: { at: number; reading: Promise<HandedOut | null> } | null = null

  async function read(of: string): Promise<HandedOut | null> {
    const row = await certificateOf(db, of)
    if (!row?.chain || !row.privateKey || row.notAfter === null || row.notAfter <= now()) return null
    const { chain, privateKey } = row
    const version = createHash('sha256').update(chain).digest('hex')
    return { version, answer: { hostName: of, chain, privateKey, notAfter: new Date(row.notAfter).toISOString() } }
  }

  return async (): Promise<HandedOut | null> => {
    if (hostName === null) return null
    if (held === null || now() - held.at >= LOOK_MS || now() < held.at) {
      const mine = { at: now(), reading: read(hostName) }
      held = mine
      // Of a database that could not be read nothing is held.
      mine.reading.catch(() => {
        if (held === mine) held = null
      })
    }
    return held.reading
  }
}
