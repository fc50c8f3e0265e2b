import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Architecture, Ring, UpgradeState } from '../../contract/release.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addRelease, type ReleaseFolder } from '../../fleet-api/release-add.ts'
import { setRing } from '../../fleet-api/releases.ts'
import { NOW, type TestFleet } from './fleet.ts'

/** Who signs in these tests, and somebody else. */
export const MAKER = generateKeyPairSync('ed25519')
export const FORGER = generateKeyPairSync('ed25519')
export const pemOf = (key: KeyObject) => String(key.export({ type: 'spki', format: 'pem' }))

export interface AsMade {
  version?: string
  sequence?: number
  /** By architecture. */
  files?: Partial<Record<Architecture, Buffer>>
  key?: KeyObject
  notes?: string
}

/** A release as `abordo release make` leaves it. */
export function aRelease({
  version = '1.4.0',
  sequence = 1,
  files = { amd64: Buffer.from('a program') },
  key = MAKER.privateKey,
  notes = '',
}: AsMade = {}): ReleaseFolder {
  const manifest = JSON.stringify({
    product: 'abordo-gateway',
    version,
    sequence,
    madeAt: NOW,
    notes,
    files: Object.entries(files).map(([architecture, octets]) => ({
      architecture,
      octets: octets.length,
      sha256: createHash('sha256').update(octets).digest('hex'),
    })),
  })
  return {
    manifest,
    signature: sign(null, Buffer.from(manifest), key).toString('base64url'),
    open: ({ architecture }) => inPieces(files[architecture] ?? Buffer.alloc(0)),
  }
}

/** Octets in pieces of a length that no part has. */
async function* inPieces(octets: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < octets.length; at += 65_537) yield octets.subarray(at, at + 65_537)
}

export const BY = byCommandLine(Date.parse(NOW))

/** Takes a release in and offers it to a ring. */
export async function publish(fleet: TestFleet, made: AsMade, ring: Ring): Promise<void> {
  const { version } = await addRelease(fleet.db, aRelease(made), { publicKey: pemOf(MAKER.publicKey), by: BY })
  await setRing(fleet.db, version, ring, BY)
}

/** A gateway's own asking, by its credential. */
export function gatewayAsks(fleet: TestFleet, credential: string) {
  const headers = { authorization: `Bearer ${credential}` }
  return {
    release: (running = '1.0.0', architecture = 'amd64') =>
      fleet.app.request(`/v1/release?architecture=${architecture}&running=${running}`, { headers }),
    file: (more: Record<string, string> = {}, path = '1.4.0/amd64') =>
      fleet.app.request(`/v1/releases/${path}`, { headers: { ...headers, ...more } }),
    tell: (state: UpgradeState, { version = '1.4.0', reason = null as string | null, at = NOW } = {}) =>
      fleet.app.request('/v1/upgrades', {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ version, state, reason, at }),
      }),
  }
}

/** The version that an answer of `GET /v1/release` offers; null: none. */
export async function versionOf(answer: Response | Promise<Response>): Promise<string | null> {
  const found = await answer
  if (found.status === 204) return null
  const { release } = (await found.json()) as { release: { manifest: string } }
  return (JSON.parse(release.manifest) as { version: string }).version
}
