import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'abordo-cli-channel-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let databases = 0

/** The built command on a database of its own, as a user would run it. */
function onFreshDatabase() {
  databases += 1
  const env = { PATH: process.env.PATH ?? '', DATABASE_URL: `file:${folder}/fleet-${databases}.db` }
  return (...args: string[]) => {
    const done = spawnSync(process.execPath, [ABORDO, 'channel', ...args], { cwd: folder, env, encoding: 'utf8' })
    return { code: done.status, out: done.stdout, err: done.stderr }
  }
}

describe('abordo channel', () => {
  it('adds, lists, tries and removes who is told of alerts', () => {
    const channel = onFreshDatabase()
    expect(channel('add', 'Taller norte', 'taller@example.mx')).toEqual({
      code: 0,
      out: '',
      err: 'Channel 1 is added: try it with "abordo channel test 1".\n',
    })
    expect(channel('add', 'Caja', 'http://10.0.0.7/alerts', '--kind', 'hot', 'disk').out).toMatch(
      /^abordo_webhook_[\w-]{43}\n$/,
    )
    expect(channel('test', '1').out).toBe('A test message is on its way: "abordo channel list" tells how it went.\n')
    expect(channel('list').out).toBe(
      [
        'ID  BY       NAME          ADDRESS                 KINDS     LAST SENT  WAITING  STATE',
        '1   email    Taller norte  taller@example.mx       all       never      1        works',
        '2   webhook  Caja          http://10.0.0.7/alerts  hot disk  never      0        works',
        '',
      ].join('\n'),
    )
    expect(channel('remove', '1').out).toBe('Nobody is told anything over channel 1 any more.\n')
    expect(channel('list').out).not.toContain('taller')
  }, 90_000)

  it.each([
    [['add', 'x', 'taller'], 1, /^abordo: "taller" is neither an e-mail address nor one that begins with http\.\n$/],
    [['add', 'x', 'ftp://example.mx/'], 1, /^abordo: "ftp:\/\/example\.mx\/" is neither/],
    [['remove', '7'], 1, /^abordo: There is no channel of this number\.\n$/],
    [['test', 'x'], 2, /write a whole number from 1/],
    [['add', 'x', 'a@example.mx', '--kind', 'rain'], 2, /Allowed choices are missing/],
  ])('says in a line what is wrong with %j', (args, code, line) => {
    const done = onFreshDatabase()(...args)
    expect(done.code).toBe(code)
    expect(done.err).toMatch(line)
  })
})
