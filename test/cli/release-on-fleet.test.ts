import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { aRelease, FORGER, MAKER, pemOf } from '../fakes/release.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'abordo-cli-release-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const KEY = join(folder, 'release.pub')
writeFileSync(KEY, pemOf(MAKER.publicKey))

/** A folder as `abordo release make` leaves it. */
function folderOf(name: string, key = MAKER.privateKey, octets = Buffer.from('a program')): string {
  const path = join(folder, name)
  const { manifest, signature } = aRelease({ key })
  mkdirSync(path)
  writeFileSync(join(path, 'manifest.json'), manifest)
  writeFileSync(join(path, 'signature'), `${signature}\n`)
  writeFileSync(join(path, 'abordo-gateway_1.4.0_amd64.tar.gz'), octets)
  return path
}

const env = { PATH: process.env.PATH ?? '', DATABASE_URL: `file:${folder}/fleet.db` }
function abordo(args: string[], more: Record<string, string> = { FLEET_RELEASE_KEY: KEY }) {
  const done = spawnSync(process.execPath, [ABORDO, ...args], {
    cwd: folder,
    env: { ...env, ...more },
    encoding: 'utf8',
  })
  return { code: done.status, out: done.stdout, err: done.stderr }
}
const release = (...args: string[]) => abordo(['release', ...args])

describe('abordo release on the fleet', () => {
  it('takes a release in, lists it, offers it ring by ring and forgets it', () => {
    const good = folderOf('good')
    expect(release('add', good)).toEqual({
      code: 0,
      out: 'Version 1.4.0 (amd64) is here, for nobody yet.\n',
      err: 'Try it on a few gateways first: abordo release ring 1.4.0 canary\n',
    })
    expect(release('add', good)).toEqual({
      code: 1,
      out: '',
      err: 'abordo: This release is refused: version 1.4.0 is here already.\n',
    })
    abordo(['gateway', 'add', 'bus-1', '--site', 'vehicle'])
    expect(release('canary', 'add', 'bus-1').out).toBe('bus-1 gets each version first.\n')
    expect(release('ring', '1.4.0', 'canary').out).toBe('Version 1.4.0 is offered to the canary gateways.\n')
    expect(release('list').out).toBe(
      [
        'VERSION  SEQUENCE  FOR    RING    PROVED  TAKEN  WAITING  ROLLED BACK  REFUSED',
        '1.4.0    1         amd64  canary  0       0      0        0            0',
        '',
        'Canaries: bus-1',
        '',
      ].join('\n'),
    )
    expect(release('canary', 'remove', 'bus-1').out).toBe('bus-1 gets versions with the others.\n')
    expect(release('remove', '1.4.0').out).toBe('Version 1.4.0 is no longer here.\n')
    expect(release('list').out).toContain('Canaries: none yet')
  }, 90_000)

  it('says what to give where there is no release, and no key', () => {
    expect(release('add', '/none')).toEqual({
      code: 1,
      out: '',
      err: 'abordo: /none/manifest.json does not exist: give the folder that "abordo release make" has made\n',
    })
    expect(abordo(['release', 'add', folderOf('keyless')], { FLEET_RELEASE_KEY: '/none.pub' })).toEqual({
      code: 1,
      out: '',
      err: 'abordo: FLEET_RELEASE_KEY: /none.pub does not exist: give the public key of "abordo release key"\n',
    })
  }, 90_000)

  it('refuses what somebody else has signed, and what is not whole', () => {
    expect(release('add', folderOf('forged', FORGER.privateKey))).toMatchObject({
      code: 1,
      err: 'abordo: This release is refused: it is not signed with the key of FLEET_RELEASE_KEY. Do not use it, and ask where it comes from.\n',
    })
    const torn = release('add', folderOf('torn', MAKER.privateKey, Buffer.from('a prog')))
    expect(torn).toMatchObject({
      code: 1,
      err: 'abordo: This release is refused: its file for amd64 does not have the 9 octets of the manifest.\n',
    })
  }, 60_000)

  it('says so where it has no key to check with', () => {
    const done = abordo(['release', 'add', folderOf('unchecked', FORGER.privateKey)], {})
    expect([done.code, done.err]).toEqual([
      0,
      'Its signature was not checked: FLEET_RELEASE_KEY is not set. Gateways check it themselves.\nTry it on a few gateways first: abordo release ring 1.4.0 canary\n',
    ])
  }, 60_000)

  it.each([
    [['ring', '9.9.9', 'all'], 1, /^abordo: There is no version 9\.9\.9 here: "abordo release list" shows/],
    [['ring', '1.4.0', 'everybody'], 2, /Allowed choices are none, canary, tenth, all/],
    [['canary', 'add', 'nobody'], 1, /^abordo: There is no gateway of this id\.\n$/],
    [['canary', 'add'], 2, /^abordo: missing required argument 'gateway'/],
  ])('says in a line what is wrong with %j', (args, code, line) => {
    const done = release(...args)
    expect(done.code).toBe(code)
    expect(done.err).toMatch(line)
  })
})
