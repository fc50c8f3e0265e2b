import { createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeReleaseKey } from '../../cli/release/key.ts'
import { makeRelease } from '../../cli/release/make.ts'
import { checkRelease } from '../../portal/upgrade/check-release.ts'
import { programOf } from '../portal/upgrade/releases.ts'

const NOW = Date.parse('2026-11-26T08:00:00Z')
const fresh = () => mkdtempSync(join(tmpdir(), 'abordo-make-'))

function maker() {
  const folder = fresh()
  const { publicFile } = makeReleaseKey(join(folder, 'release.key'))
  const privateKey = readFileSync(join(folder, 'release.key'), 'utf8')
  return { folder, publicFile, order: { notes: 'Faster', sequence: 4, privateKey, now: NOW } }
}

describe('the key of releases', () => {
  it('is a pair of Ed25519, the private half for its owner alone', () => {
    const { folder, publicFile } = maker()
    expect(publicFile).toBe(join(folder, 'release.key.pub'))
    expect(statSync(join(folder, 'release.key')).mode & 0o777).toBe(0o600)
    expect(createPublicKey(readFileSync(publicFile, 'utf8')).asymmetricKeyType).toBe('ed25519')
  })

  it.each(['release.key', 'release.key.pub'])('is not written over where %s is there', (name) => {
    const folder = fresh()
    writeFileSync(join(folder, name), 'precious')
    expect(() => makeReleaseKey(join(folder, 'release.key'))).toThrow(`${join(folder, name)} is there already`)
    expect(readFileSync(join(folder, name), 'utf8')).toBe('precious')
  })
})

describe('a release that is made', () => {
  it('holds manifest, signature and a file for each architecture, which a gateway takes', () => {
    const { folder, publicFile, order } = maker()
    const out = join(folder, 'out')
    makeRelease({ ...order, out, folders: { amd64: programOf('1.4.0'), arm64: programOf('1.4.0') } })
    const manifest = readFileSync(join(out, 'manifest.json'), 'utf8')
    const signature = readFileSync(join(out, 'signature'), 'utf8').trim()
    const publicKey = createPublicKey(readFileSync(publicFile, 'utf8'))
    expect(verify(null, Buffer.from(manifest), publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
    expect(JSON.parse(manifest)).toMatchObject({
      product: 'abordo-gateway',
      version: '1.4.0',
      sequence: 4,
      madeAt: '2026-11-26T08:00:00.000Z',
      notes: 'Faster',
    })
    const checked = checkRelease({ manifest, signature }, { publicKey, architecture: 'arm64', above: 3 })
    expect(checked).toMatchObject({ file: { architecture: 'arm64' } })
    expect(statSync(join(out, 'abordo-gateway_1.4.0_arm64.tar.gz')).size).toBe(
      'file' in checked ? checked.file.octets : 0,
    )
  })

  it.each([
    ['without a program', {}, 'there is nothing to pack: name a program folder with --amd64 or --arm64'],
    [
      'of two versions',
      { amd64: programOf('1.4.0'), arm64: programOf('1.5.0') },
      'different versions: 1.4.0 and 1.5.0',
    ],
    ['of a folder that says no version', { amd64: fresh() }, 'its VERSION says no version such as 1.4.0'],
  ])('is not made %s', (_, folders, reason) => {
    const { folder, order } = maker()
    expect(() => makeRelease({ ...order, out: join(folder, 'out'), folders })).toThrow(reason)
  })

  it('is not made over another', () => {
    const { folder, order } = maker()
    expect(() => makeRelease({ ...order, out: folder, folders: { amd64: programOf('1.4.0') } })).toThrow(
      'is there already: name a new folder',
    )
  })
})
