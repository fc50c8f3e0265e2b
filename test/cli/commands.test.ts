import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))
const FEED = fileURLToPath(new URL('../../cli/demo/city/feed', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'abordo-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let databases = 0

/** Runs the built command as a user would, away from the checkout. */
function abordo(args: string[], options: { env?: Record<string, string>; input?: string } = {}) {
  const env = { PATH: process.env.PATH ?? '', ...options.env }
  const done = spawnSync(process.execPath, [ABORDO, ...args], {
    cwd: folder,
    env,
    input: options.input ?? '',
    encoding: 'utf8',
    timeout: 25_000,
  })
  return { code: done.status, out: done.stdout, err: done.stderr }
}

function freshDatabase(): { env: Record<string, string> } {
  databases += 1
  return { env: { DATABASE_URL: `file:${folder}/fleet-${databases}.db` } }
}

const COMMANDS = [
  '',
  'fleet',
  'portal',
  'demo',
  'user',
  'user add',
  'user list',
  'user role',
  'user password',
  'user remove',
  'channel add',
  'channel list',
  'channel test',
  'channel remove',
  'token add',
  'token list',
  'token revoke',
  'gateway add',
  'gateway enrol',
  'gateway code',
  'gateway renew',
  'gateway revoke',
  'gtfs import',
  'gtfs live',
  'gtfs list',
  'release key',
  'release make',
  'report',
  'report export',
  'report verify',
  'tides export',
  'db migrate',
  'db copy',
  'upgrade',
  'upgrade apply',
  'upgrade recover',
  'upgrade status',
  'check',
  'setup',
  'firewall closed',
]

describe('the abordo command', () => {
  it.each(COMMANDS)('explains itself: %s --help', (command) => {
    const { code, out } = abordo([...command.split(' ').filter(Boolean), '--help'])
    expect(code).toBe(0)
    expect(out).toContain('Usage: abordo')
  })

  it('ends in peace where nobody reads on, as before head', () => {
    const { stdout, stderr } = spawnSync(
      'sh',
      ['-c', '{ "$0" "$1" --help; echo "$?" >&2; } | true', process.execPath, ABORDO],
      {
        encoding: 'utf8',
      },
    )
    expect([stdout, stderr]).toEqual(['', '0\n'])
  })

  it.each([
    [['fly'], "abordo: unknown command 'fly'"],
    [['flet'], "abordo: unknown command 'flet' (Did you mean fleet?)"],
    [['fly', '--help'], "abordo: unknown command 'fly'"],
    [['gateway', 'fly', '-h'], "abordo: unknown command 'fly'"],
    [
      ['demo', '--buses', '0'],
      "abordo: option '--buses <n>' argument '0' is invalid. write a whole number from 1 to 500",
    ],
    [['gateway', 'add', 'bus-1'], "abordo: required option '--site <site>' not specified"],
    [
      ['gateway', 'add', 'bus 1', '--site', 'vehicle'],
      "abordo: command-argument value 'bus 1' is invalid for argument 'id'. use letters, digits, . _ - (at most 64)",
    ],
    [
      ['user', 'add', 'ana', '--role', 'admin'],
      "abordo: command-argument value 'ana' is invalid for argument 'email'. write an e-mail address",
    ],
    [
      ['gateway', 'enrol', '--fleet', 'x', '--code', '0000-0000-0000-0000'],
      "abordo: option '--fleet <url>' argument 'x' is invalid. write an address such as https://fleet.example.mx",
    ],
  ])('says in one line what is wrong with %j, and exits 2', (args, line) => {
    const { code, err } = abordo(args)
    expect(code).toBe(2)
    expect(err).toBe(`${line} (see --help)\n`)
  })

  it.each([
    [['fleet'], { FLEET_PORT: 'eighty' }, 'abordo: FLEET_PORT is "eighty": write a port number from 1 to 65535'],
    [
      ['fleet'],
      { DATABASE_URL: 'mysql://x' },
      'abordo: DATABASE_URL is "mysql://x": write a file, such as "file:./data/fleet.db", or a server, such as "postgres://abordo@localhost/abordo"',
    ],
    [
      ['portal'],
      { PORTAL_ENFORCEMENT: 'maybe' },
      'abordo: PORTAL_ENFORCEMENT is "maybe": write "nftables", or "none" for a laptop',
    ],
    [
      ['portal'],
      { PORTAL_LAN_INTERFACE: 'nope0', PORTAL_WAN_INTERFACE: 'nope1' },
      'abordo: PORTAL_LAN_INTERFACE is "nope0": there is no such interface here; "ip link" shows those that are',
    ],
  ])('stops %j at a wrong setting with one line that names it, and exits 2', (args, env, line) => {
    const { code, err } = abordo(args, { env })
    expect({ code, err }).toEqual({ code: 2, err: `${line}\n` })
  })

  it('says which port is taken', async () => {
    const server = createServer()
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
    })
    const { env } = freshDatabase()
    const { code, err } = abordo(['fleet'], { env: { ...env, FLEET_HOST: '127.0.0.1', FLEET_PORT: String(port) } })
    server.close()
    expect({ code, err }).toEqual({
      code: 1,
      err: `abordo: port ${port} is in use by another program: stop it, or choose another port\n`,
    })
  })

  it('imports a feed with progress, and says that it is in use already the second time', () => {
    const database = freshDatabase()
    const first = abordo(['gtfs', 'import', FEED], database)
    expect(first.code).toBe(0)
    expect(first.err).toContain('stop_times.txt')
    expect(first.out).toContain('Routes: 8 added, 0 changed, 0 no longer in the feed')
    expect(abordo(['gtfs', 'import', FEED], database).out).toBe(
      'This feed is the one in use already: nothing has changed.\n',
    )
  })

  it('says what a feed would change, stages it, lists it and puts it in use, each when it is asked to', () => {
    const database = freshDatabase()
    expect(abordo(['gtfs', 'list'], database).out).toBe(
      'There is no feed yet: "abordo gtfs import FEED.zip" imports one.\n',
    )
    expect(abordo(['gtfs', 'import', FEED, '--check'], database).out).toMatch(
      /^It can be used: the feed of .*\nService from .*\nRoutes: 8 added, 0 changed, 0 no longer in the feed/,
    )
    expect(abordo(['gtfs', 'list'], database).out).toContain('There is no feed yet')
    expect(abordo(['gtfs', 'import', FEED, '--stage'], database).out).toContain(
      'Staged as feed 1: "abordo gtfs live 1" puts it in use.\n',
    )
    expect(abordo(['gtfs', 'list'], database).out).toMatch(/^FEED {2}STATE .*\n1 {5}staged .* a file\n$/)
    expect(abordo(['gtfs', 'live', '1'], database).out).toBe(
      'Feed 1 is in use. Routes: 8 added, 0 changed, 0 no longer in the feed.\n',
    )
    expect(abordo(['gtfs', 'list'], database).out).toMatch(/\n1 {5}live /)
  })

  it('puts a feed that lacks routes in use where nobody can be asked, and says so', () => {
    const database = freshDatabase()
    abordo(['gtfs', 'import', FEED], database)
    const fewer = join(folder, 'fewer')
    cpSync(FEED, fewer, { recursive: true })
    const routes = readFileSync(join(fewer, 'routes.txt'), 'utf8').trimEnd().split('\n')
    writeFileSync(join(fewer, 'routes.txt'), `${routes.slice(0, -1).join('\n')}\n`)
    const { out, err } = abordo(['gtfs', 'import', fewer], database)
    expect(err).toContain('The feed lacks 1 routes that are in use. Nobody can be asked here, so it goes live.\n')
    expect(out).toContain('Routes: 0 added, 0 changed, 1 no longer in the feed')
    expect(abordo(['gtfs', 'import', fewer, '--yes'], database).out).toContain('in use already')
  })

  it('refuses a broken feed in one line and leaves the old one in place', () => {
    const database = freshDatabase()
    abordo(['gtfs', 'import', FEED], database)
    const broken = join(folder, 'broken.zip')
    writeFileSync(broken, 'PK\x03\x04 this is no ZIP')
    const { code, err } = abordo(['gtfs', 'import', broken], database)
    expect(code).toBe(1)
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(err).toMatch(/^abordo: .*broken\.zip/)
    expect(abordo(['gtfs', 'import', FEED], database).out).toContain('in use already')
  })

  it('prints an enrolment code, a password and a token alone on standard output, each once', () => {
    const database = freshDatabase()
    abordo(['gtfs', 'import', FEED], database)
    expect(abordo(['gateway', 'add', 'bus-1', '--site', 'vehicle', '--route', 'T1'], database).out).toMatch(
      /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\n$/,
    )
    expect(abordo(['user', 'add', 'ana@example.mx', '--role', 'admin'], database).out).toMatch(/^[\w-]{20}\n$/)
    expect(abordo(['token', 'add', 'partner', '--role', 'official'], database).out).toMatch(/^abordo_api_[\w-]{43}\n$/)
  })

  it('makes a new enrolment code for a known gateway, alone on standard output, and revokes it', () => {
    const database = freshDatabase()
    abordo(['gateway', 'add', 'bus-1', '--site', 'vehicle'], database)
    expect(abordo(['gateway', 'code', 'bus-1'], database).out).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\n$/)
    expect(abordo(['gateway', 'revoke', 'bus-1'], database).out).toBe(
      'bus-1 is revoked. To let it in again: abordo gateway code bus-1\n',
    )
  })

  it.each([
    [['gateway', 'revoke', 'bus-9'], '', /^abordo: There is no gateway bus-9/],
    [['gateway', 'renew', 'bus-9'], '', /^abordo: There is no gateway bus-9/],
    [['gateway', 'code', 'bus-9'], '', /^abordo: There is no gateway bus-9/],
    [
      ['gateway', 'add', 'bus-1', '--site', 'vehicle', '--route', 'T1'],
      '',
      /^abordo: There is no route T1: import the feed/,
    ],
    [
      ['user', 'add', 'ana@example.mx', '--role', 'admin', '--password-stdin'],
      'short\n',
      /^abordo: The password is too short/,
    ],
    [['gtfs', 'import', 'nowhere.zip'], '', /^abordo: .*nowhere\.zip/],
  ])('exits 1 with one line when %j cannot be done', (args, input, line) => {
    const { code, out, err } = abordo(args, { ...freshDatabase(), input })
    expect(code).toBe(1)
    expect(out).toBe('')
    expect(err).toMatch(line)
    expect(err.trim().split('\n')).toHaveLength(1)
  })
})
