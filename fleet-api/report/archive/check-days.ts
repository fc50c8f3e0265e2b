import { leafRowOf } from '../../../contract/report-rows.ts'
import { isoInZone } from '../../rules/zone.ts'
import { type AddedUp, NO_SUMS, NOTHING, SUMS } from './added-up.ts'
import { type Finding, type ReportSource, rowInWords, told } from './source.ts'

export const IN_WORDS: Record<(typeof SUMS)[number] | 'minutes' | 'ridersPeak', string> = {
  reports: 'minutes reported',
  due: 'minutes due',
  ridersSum: 'riders added up',
  sessions: 'sessions',
  inputOctets: 'octets uploaded',
  outputOctets: 'octets downloaded',
  minutes: 'minutes',
  ridersPeak: 'riders in the fullest minute',
}

/**
 * Whether the days are what their archived hours add up to, route by route; and whether the gateways' hours and the routes' hours are of the
 * same minutes.
 */
export async function checkDays(source: ReportSource, added: AddedUp): Promise<Finding> {
  const { timezone } = source.inputs
  const wrong: string[] = []
  for (const date of new Set([...added.allRoutes.keys(), ...added.allGateways.keys()])) {
    const routes = added.allRoutes.get(date) ?? NO_SUMS
    const gateways = added.allGateways.get(date) ?? NO_SUMS
    for (const name of SUMS) {
      if (routes[name] === gateways[name]) continue
      const both = `${told(routes[name])} in the routes' hours, ${told(gateways[name])} in the gateways' hours`
      wrong.push(`${date}: ${IN_WORDS[name]} ${both}`)
    }
  }
  const seen = new Set<string>()
  for await (const days of source.routeDays()) {
    for (const day of days) {
      const date = isoInZone(timezone, day.dayAt).slice(0, 10)
      seen.add(`${date} ${day.routeId}`)
      const hours = added.routes.get(date)?.get(day.routeId) ?? NOTHING
      for (const name of [...SUMS, 'minutes', 'ridersPeak'] as const) {
        if (day[name] === hours[name]) continue
        const both = `${told(day[name])} in the day, ${told(hours[name])} in its hours`
        wrong.push(`${rowInWords(leafRowOf('vehicle', day.routeId))}, ${date}: ${IN_WORDS[name]} ${both}`)
      }
    }
  }
  for (const [date, routes] of added.routes) {
    const alone = [...routes.keys()].filter((routeId) => !seen.has(`${date} ${routeId}`))
    wrong.push(...alone.map((routeId) => `${rowInWords(leafRowOf('vehicle', routeId))}, ${date}: hours without a day`))
  }
  return { check: 'the days are what their archived hours add up to', wrong, notes: [] }
}
