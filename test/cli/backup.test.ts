import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ReportsAnswer } from '../../contract/report.ts'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addGatewayWithCode } from '../../fleet-api/gateways.ts'
import { until } from '../bus/until.ts'
import { contentOf, fleetInUse, manyReports } from '../db/fleet/copy-source.ts'
import { describeWith } from '../describe-with.ts'
import { execute, freshPostgres, freshSqlite } from '../fakes/database.ts'
import { aReport } from '../fakes/fleet.ts'
import { quietPort } from '../quiet-port.ts'
import { type FleetProcess, startFleetProcess } from './fleet-process.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))
const MINUTE = 60_000
/** Some hours ago, whole minutes: minutes of long ago would be dropped. */
const BEGIN = Math.floor(Date.now() / MINUTE) * MINUTE - 3 * 60 * MINUTE
const NOTHING_PRIVATE = { device_sketch: [], roaming_day: [], roaming_part: [] }

interface Ran {
  code: number
  out: string
  err: string
}

function run(program: string, args: string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(program, args, { env: { PATH: process.env.PATH ?? '', ...env } }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err })
    })
  })
}

const abordo = (DATABASE_URL: string, ...args: string[]) => run(process.execPath, [ABORDO, ...args], { DATABASE_URL })

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'abordo-backup-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/** A gateway that sends one report after the other until it is told to end, and counts those that are acknowledged. */
function sending(fleet: FleetProcess, credential: string) {
  let acknowledged = 0
  let ending = false
  const done = (async () => {
    while (!ending) {
      const report = aReport(acknowledged, new Date(BEGIN + acknowledged * MINUTE).toISOString())
      const answer = await fetch(`${fleet.url}/v1/reports`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${credential}` },
        body: JSON.stringify([report]),
      })
      const { verdicts } = (await answer.json()) as ReportsAnswer
      expect(verdicts).toEqual([{ index: 0, verdict: 'stored' }])
      acknowledged += 1
    }
  })()
  return {
    acknowledged: () => acknowledged,
    async end() {
      ending = true
      await done
    },
  }
}

async function enrolled(url: string, fleet: FleetProcess): Promise<string> {
  const db = await openFleetDatabase(url)
  const gateway = { gatewayId: 'bus-7', site: 'vehicle', label: null, routeId: null } as const
  const code = await addGatewayWithCode(db, gateway, byCommandLine(Date.now()))
  await db.close()
  const answer = await fetch(`${fleet.url}/v1/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ protocol: '1.0', code, software: 'abordo test' }),
  })
  return ((await answer.json()) as { credential: string }).credential
}

describe('abordo db backup', () => {
  it('while reports come in holds all that was acknowledged before, and no fleet need stop for it', {
    timeout: 2 * MINUTE,
  }, async () => {
    const [url, into] = [await manyReports(30_000), folder()]
    // As it is where a fleet has been at work: no rollups are to be made anew when it starts.
    await execute(url, "insert into setting values ('rollups-timezone', 'America/Mexico_City')")
    const fleet = await startFleetProcess(url, await quietPort())
    const gateway = sending(fleet, await enrolled(url, fleet))
    await until('reports come in', () => gateway.acknowledged() >= 5)
    const before = gateway.acknowledged()
    const backup = join(into, 'backup.db')
    const { code, out } = await abordo(url, 'db', 'backup', backup)
    const after = gateway.acknowledged()
    await gateway.end()
    expect(code).toBe(0)
    expect(out).toMatch(
      /backup\.db: \d+ tables, [\d,]+ rows, [\d.]+ MB, sound and the same as the fleet's database\.\n$/,
    )
    expect(after).toBeGreaterThan(before)

    const refused = await abordo(url, 'db', 'restore', backup, '--replace')
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('is in use: stop the fleet first') })
    await fleet.kill()
    const restored = await abordo(url, 'db', 'restore', backup, '--replace')
    expect(restored).toMatchObject({
      code: 0,
      out: expect.stringMatching(/What was there is now .*fleet\.db\.before-/),
    })
    const db = await openFleetDatabase(url)
    onTestFinished(() => db.close())
    const seqs = (await contentOf(db)).report
      ?.map((row) => JSON.parse(row) as { gatewayId: string; seq: number })
      .filter(({ gatewayId }) => gatewayId === 'bus-7')
      .map(({ seq }) => seq)
      .sort((a, b) => a - b)
    // One moment: all up to then, and none beyond a gap.
    expect(seqs?.length).toBeGreaterThanOrEqual(before)
    expect(seqs).toEqual(Array.from({ length: seqs?.length ?? 0 }, (_, seq) => seq))
    await fleet.start()
    expect(await fleet.isReady()).toBe(true)
  })

  it('that is killed in the middle leaves nothing that is taken for a backup, and the next one clears it away', {
    timeout: MINUTE,
  }, async () => {
    const [url, into] = [await manyReports(200_000), folder()]
    writeFileSync(join(into, 'abordo-2026-01-01T000000Z.db'), 'an older one')
    const args = [ABORDO, 'db', 'backup', '--keep', '1', into]
    const child = spawn(process.execPath, args, { stdio: 'ignore', env: { DATABASE_URL: url } })
    onTestFinished(() => void child.kill('SIGKILL'))
    const part = () => readdirSync(into).find((name) => name.endsWith('.part'))
    await until('some of it is copied', () => part() !== undefined && statSync(join(into, `${part()}`)).size > 1e6)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(readdirSync(into).filter((name) => name.endsWith('.db'))).toEqual(['abordo-2026-01-01T000000Z.db'])
    expect(part()).toMatch(/^abordo-.*\.db\.part$/)
    const { code, out } = await abordo(url, 'db', 'backup', '--keep', '1', into)
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('Removed: the oldest 1.\n') })
    expect(readdirSync(into)).toEqual([expect.stringMatching(/^abordo-\d{4}-\d\d-\d\dT\d{6}Z\.db$/)])
  })

  it('that is asked to stop clears up at once', { timeout: MINUTE }, async () => {
    const [url, into] = [await manyReports(200_000), folder()]
    const file = join(into, 'backup.db')
    const child = spawn(process.execPath, [ABORDO, 'db', 'backup', file], {
      stdio: 'ignore',
      env: { DATABASE_URL: url },
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    await until('it has begun', () => existsSync(`${file}.part`))
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([1, null])
    expect(readdirSync(into)).toEqual([])
  })

  it.each([
    [
      'into a file that is there',
      ['db', 'backup', '/etc/hostname'],
      1,
      /^abordo: \/etc\/hostname is there already: name another file\.\n$/,
    ],
    [
      'into a folder by itself',
      ['db', 'backup', '/tmp'],
      1,
      /^abordo: \/tmp is a folder: name a file in it, or add --keep 14\.\n$/,
    ],
    ['into no folder', ['db', 'backup', '/nowhere/b.db'], 1, /^abordo: There is no folder \/nowhere: make it\.\n$/],
    ['of which none is kept', ['db', 'backup', '--keep', '0', '/tmp'], 2, /write a whole number from 1/],
    ['that is not there', ['db', 'restore', '/nowhere/b.db'], 1, /^abordo: There is no file \/nowhere\/b\.db\.\n$/],
  ])('is refused %s', async (_, args, expected, line) => {
    const url = freshSqlite()
    await (await openFleetDatabase(url)).close()
    const { code, err } = await abordo(url, ...args)
    expect(err).toMatch(line)
    expect(code).toBe(expected)
  })
})

describeWith(['postgres'], 'abordo db backup of PostgreSQL', () => {
  it('says the very command, whose dump is the same fleet less what may stand in no copy', {
    timeout: 2 * MINUTE,
  }, async () => {
    const [from, to, into] = [await freshPostgres(), await freshPostgres(), folder()]
    const content = { ...(await contentOf((await fleetInUse(from)).db)), ...NOTHING_PRIVATE }
    const file = join(into, 'fleet.dump')
    const { code, out, err } = await abordo(from, 'db', 'backup', file)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    const command = /^abordo: PostgreSQL is backed up by its own tools: (pg_dump .+)\n$/.exec(err)?.[1] ?? ''
    expect(await run('sh', ['-c', command])).toEqual({ code: 0, out: '', err: '' })
    const told = await abordo(to, 'db', 'restore', file)
    const restore = /into a database that is empty: (pg_restore .+)\n$/.exec(told.err)?.[1] ?? ''
    expect(await run('sh', ['-c', restore.replace('pg_restore', 'pg_restore --clean --if-exists')])).toMatchObject({
      code: 0,
    })
    const db = await openFleetDatabase(to)
    onTestFinished(() => db.close())
    expect(await contentOf(db)).toEqual(content)
  })
})
