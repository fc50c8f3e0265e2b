import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeRelease } from '../../../cli/release/make.ts'
import type { SignedRelease } from '../../../contract/release.ts'

const pair = generateKeyPairSync('ed25519')
export const PRIVATE_KEY = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
export const PUBLIC_KEY = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
export const publicKey: KeyObject = createPublicKey(PUBLIC_KEY)

export const NOW = Date.parse('2026-11-26T08:00:00Z')

export interface TestRelease {
  folder: string
  signed: SignedRelease
  archive: Buffer
  sha256: string
}

/** A folder for a test. */
export const folderFor = (what: string) => mkdtempSync(join(tmpdir(), `abordo-${what}-`))

/** A small program folder of that version. */
export function programOf(version: string): string {
  const folder = folderFor('program')
  mkdirSync(join(folder, 'chunks'))
  writeFileSync(join(folder, 'VERSION'), `${version}\n`)
  writeFileSync(join(folder, 'abordo.js'), `// ${version}\n`)
  writeFileSync(join(folder, 'better_sqlite3.node'), 'native')
  writeFileSync(join(folder, 'chunks', 'portal-ABC.js'), 'x'.repeat(2000))
  return folder
}

/** A release signed with the test's key, for amd64 alone. */
export function releaseOf(
  version: string,
  sequence: number,
  over: { folder?: string; privateKey?: string } = {},
): TestRelease {
  const out = join(folderFor('release'), 'out')
  const { folder = programOf(version), privateKey = PRIVATE_KEY } = over
  const { files } = makeRelease({ folders: { amd64: folder }, out, notes: '', sequence, privateKey, now: NOW })
  return {
    folder: out,
    signed: {
      manifest: readFileSync(join(out, 'manifest.json'), 'utf8'),
      signature: readFileSync(join(out, 'signature'), 'utf8').trim(),
    },
    archive: readFileSync(join(out, `abordo-gateway_${version}_amd64.tar.gz`)),
    sha256: files[0]?.sha256 ?? '',
  }
}

type Windows = { from: string; to: string }[]

/** Where upgrades lie on a gateway whose package brought 1.0.0 and the test's key. */
export function placesFor(what: string) {
  const folder = folderFor(what)
  const places = {
    program: programOf('1.0.0'),
    releaseKey: join(folder, 'release.pub'),
    versions: join(folder, 'versions'),
    inbox: join(folder, 'upgrade'),
  }
  writeFileSync(places.releaseKey, PUBLIC_KEY)
  mkdirSync(places.inbox)
  /** Lays a release ready as the portal does. */
  const lay = ({ signed, archive }: Pick<TestRelease, 'signed' | 'archive'>, windows: Windows) => {
    writeFileSync(join(places.inbox, 'ready.json'), JSON.stringify({ release: signed, windows }))
    writeFileSync(join(places.inbox, 'release.tar.gz'), archive)
  }
  return { places, lay }
}
