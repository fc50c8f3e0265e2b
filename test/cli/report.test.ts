import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pack } from '../fakes/archive.ts'
import { cityMonth, upkeep } from '../fakes/city-month.ts'
import type { TestFleet } from '../fakes/fleet.ts'
import { rowsOf } from '../fakes/frictionless.ts'
import { unzipped } from '../fakes/tides.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'abordo-report-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const DATABASE_URL = `file:${folder}/fleet.db`
/** What would be refused at once if anybody looked at it. */
const NOWHERE = 'mysql://nowhere'
const FINAL = 'The report of 2026-10, revision 0, digest '

function abordo(args: string[], env: Record<string, string> = { DATABASE_URL }) {
  const options = {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...env },
    encoding: 'utf8',
    timeout: 25_000,
  } as const
  const done = spawnSync(process.execPath, [ABORDO, ...args], options)
  return { code: done.status, out: done.stdout, err: done.stderr }
}

let fleet: TestFleet
beforeAll(async () => {
  fleet = await cityMonth({ databaseUrl: DATABASE_URL })
  await upkeep(fleet, '2026-11-08T12:00:00Z')
})

describe('abordo report', () => {
  it('prints a month as CSV, or as JSON, and writes it to a file when asked to', () => {
    const csv = abordo(['report', '2026-10'])
    expect(csv.code).toBe(0)
    expect(rowsOf(csv.out)[0]).toMatchObject({ row: 'city', state: 'final', revision: '0', sessions: '613' })
    expect(abordo(['report', '2026-10', '--format', 'csv']).out).toBe(csv.out)
    const json = abordo(['report', '2026-10', '--format', 'json', '--revision', '0'])
    expect(JSON.parse(json.out)).toMatchObject({ month: '2026-10', revision: 0, city: { sessions: 613 } })
    expect(abordo(['report', '2026-10', '--out', 'october.csv']).out).toBe('2026-10: october.csv (final)\n')
    expect(readFileSync(join(folder, 'october.csv'), 'utf8')).toBe(csv.out)
  })

  it('exports a final month, which an auditor verifies without any database', async () => {
    expect(abordo(['report', 'export', '2026-10', '--out', 'october.zip'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^2026-10, revision 0: october\.zip \(digest [0-9a-f]{64}\)\n$/),
    })
    const files = readdirSync(folder)
    const verified = abordo(['report', 'verify', 'october.zip'], { DATABASE_URL: NOWHERE })
    expect(verified).toMatchObject({ code: 0, err: '' })
    expect(verified.out.split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^${FINAL}[0-9a-f]{64}$`)),
      'equal      the files are those of manifest.json',
      'equal      the days are what their archived hours add up to',
      'equal      what was published is what riders did, ten sessions or more at a time',
      'equal      the report was made of what was published, reported and in service',
      'equal      the report is what its inputs give',
      "equal      the inputs' digest is the one in the report",
      'equal      the chains of accepted reports are those that the report names',
      'Equal.',
      '',
    ])
    expect(readdirSync(folder)).toEqual(files)
    const archived = await unzipped(readFileSync(join(folder, 'october.zip')))
    expect(JSON.parse(archived.get('report.json') ?? '')).toEqual(
      JSON.parse(abordo(['report', '2026-10', '--format', 'json']).out),
    )
  })

  it('says where an archive is not equal, and exits 1', async () => {
    const files = await unzipped(readFileSync(join(folder, 'october.zip')))
    const report = files.get('report.json') ?? ''
    await pack(
      files.set('report.json', report.replace('"sessions": 613', '"sessions": 813')),
      join(folder, 'changed.zip'),
    )
    const { code, out } = abordo(['report', 'verify', 'changed.zip'], {})
    expect(code).toBe(1)
    expect(out).toMatch(
      /\nNOT EQUAL {2}the files are those of manifest\.json\n {13}report\.json has been changed: SHA-256 /,
    )
    expect(out).toMatch(
      /\nNOT EQUAL {2}the report is what its inputs give\n {13}the city: sessions 813 in the report, 613 recomputed\n/,
    )
    expect(out).toMatch(/\nNot equal: 2 of 7 checks\.\n$/)
  })

  it('verifies a month by the database, which has the chains as they went on', () => {
    const { code, out } = abordo(['report', 'verify', '2026-10'])
    expect(code).toBe(0)
    expect(out).toContain(FINAL)
    expect(out).toMatch(/\nequal {6}the gateways' chains have only grown since\n/)
    expect(out).toMatch(/\nEqual\.\n$/)
  })

  it.each([
    [['report'], 2, "abordo: missing required argument 'month' (see --help)"],
    [
      ['report', 'October'],
      2,
      "abordo: command-argument value 'October' is invalid for argument 'month'. write a month such as 2026-10 (see --help)",
    ],
    [
      ['report', '2026-10', '--format', 'pdf'],
      2,
      "abordo: option '--format <format>' argument 'pdf' is invalid. Allowed choices are csv, json. (see --help)",
    ],
    [['report', 'export', '2026-10'], 2, "abordo: required option '--out <file>' not specified (see --help)"],
    [
      ['report', 'export', '2026-10', '--out', 'x.tar'],
      2,
      "abordo: option '--out <file>' argument 'x.tar' is invalid. name a file that ends in .zip (see --help)",
    ],
    [
      ['report', 'export', '2026-11', '--out', 'november.zip'],
      1,
      'abordo: The report of 2026-11 is not final yet: it is seven days after the month has ended.',
    ],
    [['report', 'verify', 'nothing.zip'], 1, 'abordo: nothing.zip does not exist'],
    [['report', 'verify', 'october.csv'], 1, 'abordo: october.csv is no whole archive of a report: ask for it again.'],
    [['report', '2026-10', '--out', 'no/such/folder.csv'], 1, 'abordo: no/such/folder.csv does not exist'],
  ])('says in one line what is wrong with %j, and exits %i', (args, code, line) => {
    const done = abordo(args)
    expect({ code: done.code, line: done.err.split('\n')[0] }).toEqual({ code, line })
    expect(existsSync(join(folder, 'november.zip'))).toBe(false)
  })
})
