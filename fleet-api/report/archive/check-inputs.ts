import { CITY_ROW, leafRowOf } from '../../../contract/report-rows.ts'
import type { ReportInputs } from '../../rules/report/inputs.ts'
import { isoInZone } from '../../rules/zone.ts'
import { type AddedUp, NO_SUMS, within } from './added-up.ts'
import { type Finding, type ReportSource, rowInWords, told } from './source.ts'
import type { PublishedEntry } from './tables.ts'

/** Whether the report was made of what was published, of the reports that are archived, and of what was in service. */
export async function checkInputs(source: ReportSource, added: AddedUp): Promise<Finding> {
  const reported = reportedSince(source.inputs, added)
  return {
    check: 'the report was made of what was published, reported and in service',
    wrong: [...(await wrongPublished(source)), ...reported.wrong, ...(await wrongService(source))],
    notes: reported.notes,
  }
}

const QUANTITIES = {
  sessions: 'sessions',
  inputOctets: 'octets uploaded',
  outputOctets: 'octets downloaded',
  ridersSum: 'riders added up',
}
const HISTOGRAMS = { lengths: 'session lengths', connects: 'times to connect' }

async function wrongPublished(source: ReportSource): Promise<string[]> {
  const { inputs } = source
  const published = new Map<string, Map<string, PublishedEntry[]>>()
  for await (const entries of source.published()) {
    for (const entry of entries) {
      const cells = within(published, isoInZone(inputs.timezone, entry.dayAt).slice(0, 10))
      cells.set(entry.rowKey, [...(cells.get(entry.rowKey) ?? []), entry])
    }
  }
  const wrong: string[] = []
  for (const cell of inputs.published) {
    const where = `${rowInWords(cell.rowKey)}, ${cell.date}`
    const entries = (published.get(cell.date)?.get(cell.rowKey) ?? []).toSorted((a, b) => a.entry - b.entry)
    published.get(cell.date)?.delete(cell.rowKey)
    const apart = (what: string, made: number | null, told_: number | null) => {
      if (made !== told_) wrong.push(`${where}: ${what} ${told(made)} in the report's inputs, ${told(told_)} published`)
    }
    for (const [name, words] of Object.entries(QUANTITIES) as [keyof typeof QUANTITIES, string][])
      apart(
        words,
        cell[name],
        entries.reduce((sum, entry) => sum + entry[name], 0),
      )
    apart('riders in the fullest minute', cell.ridersPeak, entries.at(-1)?.ridersPeak ?? null)
    for (const [name, words] of Object.entries(HISTOGRAMS) as [keyof typeof HISTOGRAMS, string][]) {
      const buckets = Math.max(cell[name].length, ...entries.map((entry) => entry[name].length))
      for (let bucket = 0; bucket < buckets; bucket += 1) {
        const sum = entries.reduce((all, entry) => all + (entry[name][bucket] ?? 0), 0)
        apart(`${words}, bucket ${bucket},`, cell[name][bucket] ?? 0, sum)
      }
    }
  }
  for (const [date, cells] of published)
    for (const rowKey of cells.keys())
      wrong.push(`${rowInWords(rowKey)}, ${date}: published, but not in the report's inputs`)
  return wrong
}

/** Reports that came when the report was final are in the archive, and are not in it: those are told, and nothing is wrong with them. */
function reportedSince(inputs: ReportInputs, added: AddedUp): Pick<Finding, 'wrong' | 'notes'> {
  const wrong: string[] = []
  let late = 0
  const known = new Map<string, { reports: number; due: number }>()
  for (const cell of inputs.reported) known.set(`${cell.date} ${cell.rowKey}`, cell)
  const archived = new Map<string, { reports: number; due: number }>()
  for (const [date, rows] of added.rows) for (const [rowKey, sums] of rows) archived.set(`${date} ${rowKey}`, sums)
  for (const [date, sums] of added.allGateways) archived.set(`${date} ${CITY_ROW}`, sums)
  for (const key of new Set([...known.keys(), ...archived.keys()])) {
    const cell = known.get(key) ?? NO_SUMS
    const sums = archived.get(key) ?? NO_SUMS
    const [date = '', rowKey = ''] = [key.slice(0, 10), key.slice(11)]
    if (cell.reports === sums.reports && cell.due === sums.due) continue
    if (sums.reports >= cell.reports && sums.due >= cell.due)
      late += rowKey === CITY_ROW ? sums.reports - cell.reports : 0
    else {
      const both = `${told(cell.reports)} of ${told(cell.due)} in the report's inputs, ${told(sums.reports)} of ${told(sums.due)} archived`
      wrong.push(`${rowInWords(rowKey)}, ${date}: minutes reported, of those due: ${both}`)
    }
  }
  return { wrong, notes: late === 0 ? [] : [`${told(late)} minutes were reported after the report had become final`] }
}

const SERVICE = ['inService', 'available', 'power', 'noSignal', 'noData', 'simQuota', 'gateway', 'portal'] as const

async function wrongService(source: ReportSource): Promise<string[]> {
  const { inputs } = source
  const served = new Map<string, Record<(typeof SERVICE)[number], number>>()
  for await (const days of source.serviceDays()) {
    for (const day of days) {
      const site = day.site === 'stop' || day.site === 'station' ? day.site : 'vehicle'
      const key = `${isoInZone(inputs.timezone, day.dayAt).slice(0, 10)} ${leafRowOf(site, day.routeId)}`
      const before = served.get(key)
      const sums = SERVICE.map((name) => [name, (before?.[name] ?? 0) + day[name]])
      served.set(key, Object.fromEntries(sums))
    }
  }
  const wrong: string[] = []
  for (const cell of inputs.service) {
    const key = `${cell.date} ${cell.rowKey}`
    for (const name of SERVICE) {
      const sum = served.get(key)?.[name] ?? 0
      if (cell[name] === sum) continue
      const both = `${told(cell[name] / 10)} in the report's inputs, ${told(sum / 10)} archived`
      wrong.push(`${rowInWords(cell.rowKey)}, ${cell.date}: minutes ${name} ${both}`)
    }
    served.delete(key)
  }
  for (const key of served.keys())
    wrong.push(`${rowInWords(key.slice(11))}, ${key.slice(0, 10)}: in service, but not in the report's inputs`)
  return wrong
}
