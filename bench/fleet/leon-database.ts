import { openFleetDatabase } from '../../db/fleet/open.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { rebuildWhereNeeded } from '../../fleet-api/rebuild.ts'
import { cityTime } from '../../fleet-api/rules/city-time.ts'
import { isoInZone } from '../../fleet-api/rules/zone.ts'
import { makeToken } from '../../fleet-api/secrets.ts'
import { keepToken } from '../../fleet-api/tokens.ts'
import { makeCity, TIMEZONE } from './city.ts'
import type { Engine } from './engine.ts'
import { alive, boot, day, hours, reports, routeMinutes, type Stretch } from './fill.ts'
import { GATEWAYS } from './leon.ts'

const DAY_S = 86_400
const { dayOf, hourOf } = cityTime(TIMEZONE)

/** A León that has had its gateways for a while: hours and days of more than a month, minutes of none yet. */
export class LeonDatabase {
  /** So many that none of them asks more often than the fleet lets a program ask. */
  readonly tokens = Array.from({ length: 12 }, () => makeToken('api'))
  /** The month before this one, whose days are all there. */
  readonly month: string
  private minutes: Stretch
  private raw: Stretch

  private constructor(
    private readonly engine: Engine,
    readonly url: string,
    readonly now: number,
    mostRawMinutes: number,
  ) {
    this.month = monthBefore(now)
    this.minutes = { from: now, to: now }
    const oldest = now - mostRawMinutes * 60
    this.raw = { from: oldest, to: oldest }
  }

  static async make(engine: Engine, mostRawMinutes: number): Promise<LeonDatabase> {
    const now = Math.floor(Date.now() / 60_000) * 60
    const made = new LeonDatabase(engine, await engine.make(), now, mostRawMinutes)
    const db = await openFleetDatabase(made.url)
    await makeCity(db, GATEWAYS)
    // Before there is anything: then a fleet that starts finds that nothing has to be made anew.
    await rebuildWhereNeeded(db, () => undefined)
    const by = byCommandLine(Date.now())
    for (const token of made.tokens)
      await keepToken(db, token, { name: 'bench', role: 'official', scopes: ['read'], days: 1 }, by)
    await db.prepareMinutes(Array.from({ length: 32 }, (_, ago) => now - ago * DAY_S))
    await db.close()
    await engine.fill(made.url, [...made.longKept(), alive(now)])
    return made
  }

  /** So many minutes back from now in `route_minute`, and so many in `report`: those that it lacks are added. */
  async growTo(minutes: number, rawMinutes: number): Promise<void> {
    const statements: string[] = []
    const older = { from: this.now - minutes * 60, to: this.minutes.from }
    if (older.from < older.to) statements.push(routeMinutes(older))
    this.minutes.from = older.from
    // In order of time, as they come in life.
    const newer = { from: this.raw.to, to: this.raw.from + rawMinutes * 60 }
    if (newer.from < newer.to) statements.push(reports(newer))
    this.raw.to = newer.to
    await this.engine.fill(this.url, statements)
  }

  private longKept(): string[] {
    const hour = hourOf(this.now)
    return [...this.days().flatMap(day), ...this.boots(), ...hours({ from: hour - 29 * DAY_S, to: hour + 3600 })]
  }

  /** Starts of the days from the first of the month to today. */
  private days(): number[] {
    const [year = 0, number = 1] = this.month.split('-').map(Number)
    const days: number[] = []
    // Evening of UTC: in Mexico it is the same day.
    let at = dayOf(Date.UTC(year, number - 1, 1, 18) / 1000)
    for (; at <= this.now; at = dayOf(at + 1.5 * DAY_S)) days.push(at)
    return days
  }

  /** A boot for each of the last thirty days. */
  private boots(): string[] {
    return this.days()
      .slice(-30)
      .map((from) => boot({ from, to: Math.min(this.now, dayOf(from + 1.5 * DAY_S)) }))
  }
}

function monthBefore(now: number): string {
  const [year = 0, month = 1] = isoInZone(TIMEZONE, now).split('-').map(Number)
  return new Date(Date.UTC(year, month - 2)).toISOString().slice(0, 7)
}
