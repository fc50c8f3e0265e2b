import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))
const dataDir = mkdtempSync(join(tmpdir(), 'abordo-check-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

/** On a machine without a portal: port 1 is nobody's. */
function check(args: string[], locale: Record<string, string> = {}) {
  const settings = { PORTAL_ENFORCEMENT: 'none', PORTAL_DATA_DIR: dataDir, PORTAL_HTTP_PORT: '1' }
  const env = { PATH: process.env.PATH ?? '', ...settings, ...locale }
  const done = spawnSync(process.execPath, [ABORDO, 'check', ...args], { env, encoding: 'utf8', timeout: 25_000 })
  return { code: done.status, out: done.stdout, err: done.stderr }
}
const SPANISH = [
  '!!  portal         nada contesta en el puerto 1',
  '                   → arranca el portal: abordo portal, o systemctl start abordo-portal',
  '!!  alta           este equipo no está dado de alta: sus reportes se quedan aquí',
]
const ENGLISH = [
  '!!  portal     nothing answers on port 1',
  '               → start the portal: abordo portal, or systemctl start abordo-portal',
  '!!  enrolment  this gateway is not enrolled: its reports are kept here',
]

describe('abordo check', () => {
  it.each([
    [[], {}, SPANISH, 'de 5 necesitan atención.'],
    [[], { LC_ALL: 'C.UTF-8' }, SPANISH, 'de 5 necesitan atención.'],
    [[], { LANG: 'en_US.UTF-8' }, ENGLISH, 'of 5 need a hand.'],
    [['--language', 'en'], { LANG: 'es_MX.UTF-8' }, ENGLISH, 'of 5 need a hand.'],
    [['--language', 'es'], { LANG: 'en_US.UTF-8' }, SPANISH, 'de 5 necesitan atención.'],
  ])('with %j and %o speaks so, and exits 1 where something is missing', (args, locale, first, closing) => {
    const { code, out } = check(args, locale)
    expect(out.split('\n').slice(0, 3)).toEqual(first)
    expect(out.trimEnd().split('\n').at(-1)).toContain(closing)
    expect(code).toBe(1)
  })

  it('speaks no other language', () => {
    const { code, err } = check(['--language', 'fr'])
    expect([code, err]).toEqual([
      2,
      "abordo: option '--language <language>' argument 'fr' is invalid. Allowed choices are es, en. (see --help)\n",
    ])
  })
})
