import { describe, expect, it } from 'vitest'
import type { CityReport, ReportRow } from '../../contract/city-report.ts'
import { publishDue } from '../../fleet-api/report/publish.ts'
import { dateAfter } from '../../fleet-api/rules/report/period.ts'
import { tidyUp } from '../../fleet-api/upkeep.ts'
import { Solver } from '../fakes/attacker.ts'
import { type SmallCity, smallCity } from '../fakes/small-city.ts'

const FIRST = '2026-10-12'
const DAYS = Array.from({ length: 20 }, (_, index) => dateAfter(FIRST, index))

/** What is told on one morning: sessions by row and date, and what is true then. */
interface Morning {
  date: string
  told: Map<string, number>
  truth: Map<string, number>
}

/** Somebody who fetches whatever there is to fetch. */
async function fetchReport({ fleet }: SmallCity, query: string): Promise<CityReport> {
  const answer = await fleet.get(`/api/reports/city?${query}`)
  expect(answer.status).toBe(200)
  return (await answer.json()) as CityReport
}

const leafRows = ({ routes, sites }: CityReport) => [...routes, ...sites.filter(({ site }) => site !== 'vehicle')]
const sum = (rows: ReportRow[], of: 'sessions' | 'inputOctets' | 'outputOctets') =>
  rows.reduce((all, row) => all + (row[of] ?? 0), 0)

/** What is told of one report may be told, and its sums hide nothing. */
function expectToldInTens(report: CityReport): void {
  const rows = [report.city, ...report.sites, ...report.routes]
  const figures = rows.flatMap((row) => [row.sessions, row.ridersPeak, row.dailyDevices?.mean ?? null])
  expect(figures.filter((figure) => figure !== null && figure < 10)).toEqual([])
  for (const of of ['sessions', 'inputOctets', 'outputOctets'] as const) {
    expect(report.city[of] ?? 0).toBe(sum(leafRows(report), of))
    expect(rows.filter((row) => row.sessions === null && row[of] !== null)).toEqual([])
  }
  expect(report.days.filter(({ sessions }) => sessions !== null && sessions < 10)).toEqual([])
}

/** Mornings of the city, one after the other, with what an attacker has seen on each. */
async function mornings(city: SmallCity, publish: (now: number) => Promise<void>): Promise<Morning[]> {
  const seen: Morning[] = []
  const late: (() => Promise<void>)[] = []
  const morningOf = async (date: string, looks = 1) => {
    const now = `${date}T09:30:00Z`
    city.fleet.setNow(now)
    for (let look = 0; look < looks; look += 1) await publish(Date.parse(now))
    const told = new Map<string, number>()
    for (const day of DAYS.filter((one) => one < date)) {
      const report = await fetchReport(city, `from=${day}&to=${day}`)
      expectToldInTens(report)
      for (const { key, sessions } of leafRows(report)) if (sessions !== null) told.set(`${key} ${day}`, sessions)
    }
    seen.push({ date, told, truth: city.truth() })
  }
  for (const [index, day] of DAYS.entries()) {
    city.fleet.setNow(`${day}T16:00:00Z`)
    late.push((await city.live(day)).later)
    if (index % 3 === 2) for (const tell of late.splice(0)) await tell()
    const before = DAYS[Math.max(0, index - 4)] ?? FIRST
    if (index % 4 === 1) await city.tellAnew(1, 3)
    if (index % 6 === 5) await city.tellAnew(10, 40)
    if (index % 5 === 4) await city.late(before, 3)
    if (index % 7 === 6) await city.late(before, 25, 'bus-2')
    await morningOf(dateAfter(day, 1))
  }
  // October becomes final, once its availability is worked out; then few come late, some are told anew, and many come late.
  await morningOf('2026-11-08', 20)
  city.fleet.setNow('2026-11-08T16:00:00Z')
  await city.late('2026-10-20', 4, 'bus-3')
  await city.tellAnew(1, 12)
  await morningOf('2026-11-09')
  city.fleet.setNow('2026-11-09T16:00:00Z')
  await city.late('2026-10-22', 33, 'bus-3')
  await morningOf('2026-11-10')
  return seen
}

const rowOf = (cell: string) => cell.slice(0, -11)
const dayOf = (cell: string) => cell.slice(-10)

/**
 * Everything that follows from the mornings for who knows the rule: where what is told of a day has changed to something, all days of the row up
 * to it add up to what is told of them, for nothing is carried on then. He also knows which days of which rows were reported on, and when more was.
 * Returns the cells, and the changes of cells, of which he finds out that they are of one to nine sessions.
 */
function found(seen: Morning[]): string[] {
  const solver = new Solver()
  const versions = new Map<string, string>()
  const values = new Map<string, number>()
  const asked: { name: string; of: Map<string, number> }[] = []
  let before: Morning = { date: '', told: new Map(), truth: new Map() }
  for (const morning of seen) {
    for (const [cell, sessions] of morning.truth) {
      const old = versions.get(cell)
      if (old !== undefined && before.truth.get(cell) === sessions) continue
      const name = `${cell} @${morning.date}`
      versions.set(cell, name)
      values.set(name, sessions)
      asked.push({ name, of: new Map([[name, 1]]) })
      if (old !== undefined)
        asked.push({
          name: `${name} - ${old}`,
          of: new Map([
            [name, 1],
            [old, -1],
          ]),
        })
    }
    // Nothing is left of some.
    for (const cell of versions.keys()) if (!morning.truth.has(cell)) versions.delete(cell)
    for (const cell of new Set([...morning.told.keys(), ...before.told.keys()])) {
      const now = morning.told.get(cell) ?? 0
      if (now === (before.told.get(cell) ?? 0) || now === 0) continue
      const isUpTo = (other: string) => rowOf(other) === rowOf(cell) && dayOf(other) <= dayOf(cell)
      const of = [...versions].filter(([other]) => isUpTo(other)).map(([, name]): [string, number] => [name, 1])
      const told = [...morning.told].filter(([other]) => isUpTo(other))
      solver.add({ of: new Map(of), equals: told.reduce((all, [, sessions]) => all + sessions, 0) })
    }
    before = morning
  }
  return asked.flatMap(({ name, of }) => {
    const value = solver.determined(of)
    if (value === null) return []
    expect(value).toBe([...of].reduce((all, [one, times]) => all + times * (values.get(one) ?? 0), 0))
    return value !== 0 && Math.abs(value) < 10 ? [`${name} = ${value}`] : []
  })
}

/** By how much what is told of a cell has changed from one morning to the next. */
function changes(seen: Morning[]): number[] {
  return seen.flatMap(({ told }, index) => {
    const before = seen[index - 1]?.told ?? new Map<string, number>()
    return [...new Set([...told.keys(), ...before.keys()])].map(
      (cell) => (told.get(cell) ?? 0) - (before.get(cell) ?? 0),
    )
  })
}

describe('who fetches every report, day after day, and subtracts them from one another', () => {
  it('finds nothing that stands for one to nine sessions', async () => {
    const city = await smallCity('León')
    const upkeep = { db: city.fleet.db, breathe: async () => undefined, stopping: () => false }
    const seen = await mornings(city, (now) => tidyUp({ ...upkeep, now }))
    expect(changes(seen).filter((change) => change !== 0 && Math.abs(change) < 10)).toEqual([])
    expect(changes(seen).some((change) => change < 0)).toBe(true)
    expect(found(seen)).toEqual([])
    // Any range is made of its days, so overlapping ranges tell no more than those.
    const last = seen.at(-1)?.told ?? new Map<string, number>()
    for (const [from, first] of DAYS.entries()) {
      for (const to of DAYS.slice(from)) {
        const report = await fetchReport(city, `from=${first}&to=${to}`)
        expectToldInTens(report)
        for (const { key, sessions } of leafRows(report)) {
          const days = [...last].filter(([cell]) => rowOf(cell) === key && dayOf(cell) >= first && dayOf(cell) <= to)
          expect(sessions ?? 0).toBe(days.reduce((all, [, one]) => all + one, 0))
        }
      }
    }
    const october = await fetchReport(city, 'month=2026-10')
    expectToldInTens(october)
    expect(october.revision).toBeGreaterThan(0)
    expect(october.city.sessions).toBe([...last.values()].reduce((all, one) => all + one, 0))
  }, 240_000)

  it('would find them if nothing was carried on', async () => {
    const city = await smallCity('León')
    const upkeep = { db: city.fleet.db, breathe: async () => undefined, stopping: () => false }
    const seen: Morning[] = []
    for (const day of DAYS.slice(0, 6)) {
      city.fleet.setNow(`${day}T16:00:00Z`)
      await city.live(day)
      const now = `${dateAfter(day, 1)}T09:30:00Z`
      city.fleet.setNow(now)
      await publishDue({ ...upkeep, now: Date.parse(now), fewest: 1 })
      const told = new Map<string, number>()
      for (const one of DAYS.filter((date) => date <= day)) {
        const report = await fetchReport(city, `from=${one}&to=${one}`)
        for (const { key, sessions } of leafRows(report)) if (sessions !== null) told.set(`${key} ${one}`, sessions)
      }
      seen.push({ date: dateAfter(day, 1), told, truth: city.truth() })
    }
    expect(found(seen).length).toBeGreaterThan(5)
    expect(changes(seen).filter((change) => change > 0 && change < 10).length).toBeGreaterThan(5)
  }, 120_000)
})
