import { generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runProgram } from '../../../portal/run-program.ts'
import { openRecord } from '../../../portal/upgrade/root/record.ts'
import { takeReady } from '../../../portal/upgrade/root/take.ts'
import { folderFor, NOW, PRIVATE_KEY, placesFor, programOf, releaseOf, type TestRelease } from './releases.ts'

const WINDOWS = [{ from: '2026-11-27T07:00:00Z', to: '2026-11-27T10:00:00Z' }]

/** Root's side of a gateway whose package brought 1.0.0. */
function gateway() {
  const { places, lay } = placesFor('take')
  const logged: string[] = []
  const record = openRecord(places.versions)
  return {
    places,
    logged,
    record,
    lay: (release: Parameters<typeof lay>[0], windows = WINDOWS) => lay(release, windows),
    take: () => takeReady(record, { places, architecture: 'amd64', now: () => NOW, log: (line) => logged.push(line) }),
    /** What stands in root's folder, beside its notes. */
    taken: () => readdirSync(places.versions).filter((name) => !['state.json', 'waiting'].includes(name)),
  }
}

const otherKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** Signed like a release, whatever it says. */
function signedAs(manifest: string) {
  return { manifest, signature: sign(null, Buffer.from(manifest), PRIVATE_KEY).toString('base64url') }
}

describe('a release that the portal has laid ready', () => {
  it('is unpacked where root alone may write, and waits for its time', async () => {
    const at = gateway()
    at.lay(releaseOf('1.1.0', 7))
    await at.take()
    expect(at.taken()).toEqual(['1.1.0'])
    expect(readFileSync(join(at.places.versions, '1.1.0/VERSION'), 'utf8')).toBe('1.1.0\n')
    expect(at.record.current()).toMatchObject({
      sequence: 7,
      waiting: { version: '1.1.0', windows: WINDOWS, attempts: 0 },
      outcomes: [{ id: 1, version: '1.1.0', state: 'taken', reason: null, at: '2026-11-26T08:00:00.000Z' }],
    })
  })

  it('is taken once: seen again it changes its windows alone', async () => {
    const at = gateway()
    const release = releaseOf('1.1.0', 7)
    at.lay(release)
    await at.take()
    const later = [{ from: '2026-11-28T07:00:00Z', to: '2026-11-28T10:00:00Z' }]
    at.lay(release, later)
    await at.take()
    expect(at.record.current().waiting?.windows).toEqual(later)
    expect(at.record.current().outcomes).toHaveLength(1)
  })

  const good = () => releaseOf('1.1.0', 7)
  const cases: [string, () => Pick<TestRelease, 'signed' | 'archive'>, string][] = [
    [
      'is signed with another key',
      () => releaseOf('1.1.0', 7, { privateKey: otherKey }),
      'its signature is not by the key that this gateway trusts',
    ],
    [
      'has one letter of its manifest changed',
      () => {
        const { signed, archive } = good()
        return { archive, signed: { ...signed, manifest: signed.manifest.replace('"sequence":7', '"sequence":8') } }
      },
      'its signature is not by the key that this gateway trusts',
    ],
    [
      'carries the signature of another release',
      () => ({ ...good(), signed: { ...good().signed, signature: releaseOf('1.2.0', 8).signed.signature } }),
      'its signature is not by the key that this gateway trusts',
    ],
    [
      'is of another product',
      () => ({ ...good(), signed: signedAs(good().signed.manifest.replace('abordo-gateway', 'other')) }),
      'its manifest cannot be read: product: Invalid input: expected "abordo-gateway"',
    ],
    [
      'has no file for this machine',
      () => ({ ...good(), signed: signedAs(good().signed.manifest.replace('amd64', 'arm64')) }),
      'it has no file for amd64',
    ],
    ['brings a file of another release', () => ({ ...good(), archive: releaseOf('1.2.0', 8).archive }), 'its file'],
    ['brings a file that was cut', () => ({ ...good(), archive: good().archive.subarray(0, -1) }), 'octets and not '],
    [
      'brings a file with one octet changed',
      () => ({ ...good(), archive: Buffer.from(good().archive).fill(1, 100, 101).fill(2, 101, 102) }),
      'its file is not the one that was signed',
    ],
    ['is older than the package', () => releaseOf('0.9.0', 7), 'it is not newer than 1.0.0, which is installed here'],
    ['is as old as the package', () => releaseOf('1.0.0', 7), 'it is not newer than 1.0.0, which is installed here'],
    [
      'says another version than its program',
      () => {
        const { signed, archive } = good()
        return { archive, signed: signedAs(signed.manifest.replace('"version":"1.1.0"', '"version":"1.3.0"')) }
      },
      'what is in it does not say that it is 1.3.0',
    ],
    [
      'lacks a part of the program',
      () => {
        const folder = programOf('1.1.0')
        rmSync(join(folder, 'better_sqlite3.node'))
        return releaseOf('1.1.0', 7, { folder })
      },
      'better_sqlite3.node is missing in it',
    ],
  ]

  it.each(cases)('is refused where it %s, and nothing is changed', async (_, made, reason) => {
    const at = gateway()
    at.lay(made())
    await at.take()
    expect(at.taken()).toEqual([])
    const { sequence, waiting, outcomes } = at.record.current()
    expect({ sequence, waiting }).toEqual({ sequence: 0, waiting: null })
    expect(outcomes.map(({ state }) => state)).toEqual(['refused'])
    expect(outcomes[0]?.reason).toContain(reason)
    await at.take()
    expect(at.record.current().outcomes).toHaveLength(1)
  })

  it('is refused where its number is not above all that were taken, also after they went back', async () => {
    const at = gateway()
    at.lay(releaseOf('1.5.0', 9))
    await at.take()
    at.record.outcome('1.5.0', 'rolled-back', 'it was broken', NOW, { waiting: null })
    at.lay(releaseOf('1.4.0', 8))
    await at.take()
    expect(at.record.current().outcomes.at(-1)).toMatchObject({
      version: '1.4.0',
      state: 'refused',
      reason: 'its sequence 8 is not above 9, which this gateway has taken already',
    })
    at.lay(releaseOf('1.5.0', 9))
    await at.take()
    expect(at.record.current().waiting).toBeNull()
  })

  it('takes the place of one that waits', async () => {
    const at = gateway()
    at.lay(releaseOf('1.1.0', 7))
    await at.take()
    at.lay(releaseOf('1.2.0', 8))
    await at.take()
    expect(at.record.current().waiting?.version).toBe('1.2.0')
  })

  it('is not read through a link, neither as a file nor by its folder, nor waited for in a pipe', async () => {
    const at = gateway()
    const elsewhere = join(folderFor('elsewhere'), 'upgrade')
    at.lay(releaseOf('1.1.0', 7))
    renameSync(at.places.inbox, elsewhere)
    symlinkSync(elsewhere, at.places.inbox)
    await at.take()
    expect(at.record.current().outcomes).toEqual([])

    rmSync(at.places.inbox)
    renameSync(elsewhere, at.places.inbox)
    const archive = join(at.places.inbox, 'release.tar.gz')
    renameSync(archive, `${elsewhere}.gz`)
    symlinkSync(`${elsewhere}.gz`, archive)
    await at.take()
    expect(at.record.current().outcomes.map(({ reason }) => reason)).toEqual(['its file is not there'])

    const pipe = join(at.places.inbox, 'ready.json')
    rmSync(pipe)
    await runProgram('mkfifo', [pipe])
    await at.take()
    expect(at.taken()).toEqual([])
  })

  it('is nothing where ready.json is none, or too large', async () => {
    const at = gateway()
    for (const text of ['', '{}', 'x'.repeat(100_000), JSON.stringify({ release: 1, windows: 2 })]) {
      writeFileSync(join(at.places.inbox, 'ready.json'), text)
      await at.take()
    }
    expect(at.record.current().outcomes).toEqual([])
    expect(existsSync(join(at.places.versions, 'state.json'))).toBe(false)
  })
})
