import type { CityReport } from '../../../contract/city-report.ts'
import { composeReport } from '../../rules/report/compose.ts'
import type { ReportInputs } from '../../rules/report/inputs.ts'
import { type Finding, rowInWords, told } from './source.ts'

/** Whether the same figures come of the inputs again, one by one. */
export function checkReport(report: CityReport, inputs: ReportInputs): Finding {
  const { revision, revisions, inputsDigest, madeAt } = report
  const standing = { madeAt: Date.parse(madeAt), revision, revisions, inputsDigest }
  return { check: 'the report is what its inputs give', wrong: recomputed(report, inputs, standing), notes: [] }
}

function recomputed(report: CityReport, inputs: ReportInputs, standing: Parameters<typeof composeReport>[1]): string[] {
  try {
    // What JSON makes of it: as the report is kept.
    const again = JSON.parse(JSON.stringify(composeReport(inputs, standing)))
    return differences(report, again, 'the report', '')
  } catch {
    return ['it cannot be recomputed: its inputs are not whole']
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Where two values of JSON differ, figure by figure. `where`: the row or day, in words; `figure`: the names on the way to it. */
function differences(kept: unknown, again: unknown, where: string, figure: string): string[] {
  if (!isObject(kept) || !isObject(again) || Array.isArray(kept) !== Array.isArray(again)) {
    if (kept === again) return []
    return [`${where}: ${figure} ${told(kept)} in the report, ${told(again)} recomputed`]
  }
  return [...new Set([...Object.keys(kept), ...Object.keys(again)])].flatMap((name) => {
    const [a, b] = [kept[name], again[name]]
    const next = `${figure} ${name}`.trim()
    const place = placeOf(isObject(a) ? a : b, figure)
    return place === null ? differences(a, b, where, next) : differences(a, b, place, '')
  })
}

/** What a part of the report is about, in words; null: no more than what is said already. */
function placeOf(part: unknown, list: string): string | null {
  if (!isObject(part)) return null
  if ('key' in part && 'kind' in part) return rowInWords(String(part.key))
  return list === 'days' && 'date' in part ? String(part.date) : null
}
