import { describe, expect, it } from 'vitest'
import { fleet } from '../../cli/demo/city/fleet.ts'
import { pastDay } from '../../cli/demo/past-day.ts'

/** Midnight of a day in the city. */
const DAY_AT = Date.parse('2026-10-12T06:00:00Z') / 1000

describe('a day of the demo city’s past', () => {
  const day = pastDay(DAY_AT, fleet(60), 'test')

  it('is made of hours of that day alone, by routes and by gateways', () => {
    const hours = [...day.routeHours, ...day.gatewayHours].map(({ hourAt }) => hourAt)
    expect([Math.min(...hours), Math.max(...hours)]).toEqual([DAY_AT + 5 * 3600, DAY_AT + 23 * 3600])
    expect(Math.max(...day.runs.map(({ lastMinuteAt }) => lastMinuteAt))).toBe(DAY_AT + 24 * 3600 - 60)
  })

  it('adds up: hours of gateways, hours of routes, days of routes and the day are the same', () => {
    const sum = (rows: { sessionsStarted: number; reports: number; ridersSum: number }[]) => [
      rows.reduce((all, { sessionsStarted }) => all + sessionsStarted, 0),
      rows.reduce((all, { reports }) => all + reports, 0),
      rows.reduce((all, { ridersSum }) => all + ridersSum, 0),
    ]
    const ofDay = sum([day.fleetDay])
    expect(ofDay.every((count) => count > 0)).toBe(true)
    expect([sum(day.gatewayHours), sum(day.routeHours), sum(day.routeDays)]).toEqual([ofDay, ofDay, ofDay])
  })
})
