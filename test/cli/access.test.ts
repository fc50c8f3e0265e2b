import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { auditPage } from '../../fleet-api/queries/audit-log.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'abordo-cli-access-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let databases = 0

/** The built command on a database of its own, as a user would run it. */
function onFreshDatabase() {
  databases += 1
  const url = `file:${folder}/fleet-${databases}.db`
  const abordo = (args: string[], input = '') => {
    const done = spawnSync(process.execPath, [ABORDO, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', DATABASE_URL: url },
      input,
      encoding: 'utf8',
      timeout: 25_000,
    })
    return { code: done.status, out: done.stdout, err: done.stderr }
  }
  return { url, abordo }
}

describe('abordo user', () => {
  it('lists who may sign in, gives another role, another password, and removes', () => {
    const { abordo } = onFreshDatabase()
    abordo(['user', 'add', 'ana@example.mx', '--role', 'admin'])
    abordo(['user', 'add', 'Beto@example.mx', '--role', 'official', '--password-stdin'], 'correct horse battery\n')
    expect(abordo(['user', 'role', 'beto@example.mx', 'operator'])).toEqual({
      code: 0,
      out: 'beto@example.mx is operator now.\n',
      err: '',
    })
    expect(abordo(['user', 'list']).out).toBe(
      [
        'E-MAIL           ROLE      STATE        PASSWORD  SECOND STEP',
        'ana@example.mx   admin     may sign in  password',
        'beto@example.mx  operator  may sign in  password',
        '',
      ].join('\n'),
    )
    expect(abordo(['user', 'password', 'beto@example.mx', '--no-second-step']).out).toMatch(/^[\w-]{20}\n$/)
    expect(abordo(['user', 'remove', 'beto@example.mx']).out).toBe('beto@example.mx may no longer sign in.\n')
    expect(abordo(['user', 'list']).out).not.toContain('beto')
  })

  it.each([
    [['user', 'remove', 'ana@example.mx'], '', /^abordo: There must be an admin left/],
    [['user', 'role', 'ana@example.mx', 'official'], '', /^abordo: There must be an admin left/],
    [['user', 'remove', 'eva@example.mx'], '', /^abordo: There is no user eva@example\.mx/],
    [['user', 'password', 'ana@example.mx', '--password-stdin'], 'password1234\n', /^abordo: This password is one of/],
    [['token', 'revoke', 'none'], '', /^abordo: There is no token of this id/],
  ])('exits 1 with one line when %j cannot be done', (args, input, line) => {
    const { abordo } = onFreshDatabase()
    abordo(['user', 'add', 'ana@example.mx', '--role', 'admin'])
    const { code, out, err } = abordo(args, input)
    expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 1, out: '', lines: 1 })
    expect(err).toMatch(line)
  })

  it.each([
    [['user', 'role', 'ana@example.mx', 'root'], /Allowed choices are admin, operator, official/],
    [['token', 'add', 'x', '--role', 'admin', '--days', '367'], /write a whole number from 1 to 366/],
    [['token', 'add', 'x', '--role', 'admin', '--scope', 'all'], /Allowed choices are read, write, reports, metrics/],
  ])('exits 2 where %j is wrong use', (args, line) => {
    const { code, err } = onFreshDatabase().abordo(args)
    expect(code).toBe(2)
    expect(err).toMatch(line)
  })
})

describe('abordo token', () => {
  it('makes tokens with scopes, lists them without what is secret, and revokes them', () => {
    const { abordo } = onFreshDatabase()
    const token = abordo([
      'token',
      'add',
      'prometheus',
      '--role',
      'operator',
      '--scope',
      'metrics',
      '--days',
      '366',
    ]).out
    abordo(['token', 'add', 'partner', '--role', 'official'])
    const { out } = abordo(['token', 'list'])
    const [headings, ...rows] = out.trimEnd().split('\n')
    expect(headings?.split(/ {2,}/)).toEqual(['ID', 'NAME', 'ROLE', 'SCOPES', 'UNTIL', 'LAST USED'])
    expect(rows.map((row) => row.split(/ {2,}/).toSpliced(0, 1).toSpliced(3, 1))).toEqual([
      ['prometheus', 'operator', 'metrics', 'never'],
      ['partner', 'official', 'read write', 'never'],
    ])
    expect(out).not.toContain(token.trim())
    expect(abordo(['token', 'revoke', rows[0]?.split(' ')[0] ?? ''])).toEqual({
      code: 0,
      out: 'The token is revoked.\n',
      err: '',
    })
    expect(abordo(['token', 'list']).out).not.toContain('prometheus')
  })
})

describe('what is done at the command line', () => {
  it('is in the audit log, as the command line’s doing', async () => {
    const { url, abordo } = onFreshDatabase()
    abordo(['user', 'add', 'ana@example.mx', '--role', 'admin'])
    abordo(['user', 'password', 'ana@example.mx'])
    abordo(['token', 'add', 'partner', '--role', 'official'])
    abordo(['gateway', 'add', 'bus-1', '--site', 'vehicle'])
    abordo(['gateway', 'revoke', 'bus-1'])
    const db = await openFleetDatabase(url)
    const { rows } = await auditPage(db, { before: null, limit: 10 })
    await db.close()
    expect(rows.map(({ action, actorKind }) => `${actorKind}: ${action}`).reverse()).toEqual([
      'command line: user add',
      'command line: user password',
      'command line: token add',
      'command line: gateway add',
      'command line: gateway revoke',
    ])
  })
})
