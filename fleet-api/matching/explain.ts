// Of all ways to explain a vehicle's way by the shapes of routes, which is the best, and is it plainly better than any that says
// something else? Gains and costs are metres: what a shape explains of the way, against what it costs to begin on one in the middle, to leave
// it before its end, or to be off it. The best explanation is found as by Viterbi, minute by minute, and held against all others by a second pass from
// the end backwards.

/** One track in one minute. */
export interface Cell {
  id: number
  routeId: string
  /** Number of its course, where it was on it at the end of the minute, and how far along it came by then. */
  index: number
  on: boolean
  alongM: number
  /** Metres that it explains in this minute, less what it costs to stay on it. */
  net: number
  /** What it costs to begin on it in this minute, and to leave it after it. */
  begin: number
  leave: number
}

/** All that may be in one minute; on no route as well, which costs nothing and explains nothing. */
export interface MinuteCells {
  /** Seconds since 1970. */
  minuteAt: number
  cells: readonly Cell[]
  /** The best value of a way that ends in each cell, and on none. */
  values: readonly number[]
  none: number
}

/** Who goes on with the same route begins for less. */
const SAME_ROUTE_BONUS = 100

interface Exits {
  any: number
  byRoute: Map<string, number>
}

/** What a way is worth to whoever begins after this minute. */
function exitsOf({ cells, values, none }: MinuteCells): Exits {
  const byRoute = new Map<string, number>()
  let any = none
  for (const [i, cell] of cells.entries()) {
    const value = (values[i] ?? 0) - cell.leave
    any = Math.max(any, value)
    byRoute.set(cell.routeId, Math.max(byRoute.get(cell.routeId) ?? Number.NEGATIVE_INFINITY, value))
  }
  return { any, byRoute }
}

/** The next minute, with the best way to each of its cells. `before` null: it is the first. */
export function nextMinute(before: MinuteCells | null, minuteAt: number, cells: readonly Cell[]): MinuteCells {
  const exits = before === null ? { any: 0, byRoute: new Map<string, number>() } : exitsOf(before)
  const stays = new Map(before?.cells.map((cell, i) => [cell.id, before.values[i] ?? 0]))
  const values = cells.map((cell) => {
    const begun = exits.any - cell.begin
    const goneOn = (exits.byRoute.get(cell.routeId) ?? Number.NEGATIVE_INFINITY) - cell.begin + SAME_ROUTE_BONUS
    return cell.net + Math.max(stays.get(cell.id) ?? Number.NEGATIVE_INFINITY, begun, goneOn)
  })
  return { minuteAt, cells, values, none: exits.any }
}

/** What is known of a minute. `by`: how many metres better than anything else. */
export interface Known {
  minuteAt: number
  /** Null: on none, or it cannot be told. */
  routeId: string | null
  by: number
}

/** Goes through the minutes from the last to the first, and says of each which route is plainly better than all else. */
export function explain(minutes: readonly MinuteCells[], marginM: number): Known[] {
  const known: Known[] = []
  let after: Backward | null = null
  for (let i = minutes.length - 1; i >= 0; i -= 1) {
    const minute = minutes[i]
    if (!minute) continue
    const back: Backward = after === null ? lastOf(minute) : backwards(minute, after)
    known.push(knownOf(minute, back, marginM))
    after = back
  }
  return known.reverse()
}

/** The best that can follow on each cell of a minute, and on none. */
interface Backward {
  minute: MinuteCells
  values: number[]
  none: number
}

function lastOf(minute: MinuteCells): Backward {
  return { minute, values: minute.cells.map(() => 0), none: 0 }
}

function backwards(minute: MinuteCells, after: Backward): Backward {
  let any = after.none
  const byRoute = new Map<string, number>()
  const stays = new Map<number, number>()
  for (const [i, cell] of after.minute.cells.entries()) {
    const value = cell.net + (after.values[i] ?? 0)
    stays.set(cell.id, value)
    any = Math.max(any, value - cell.begin)
    const same = value - cell.begin + SAME_ROUTE_BONUS
    byRoute.set(cell.routeId, Math.max(byRoute.get(cell.routeId) ?? Number.NEGATIVE_INFINITY, same))
  }
  const values = minute.cells.map((cell) => {
    const left = Math.max(any, byRoute.get(cell.routeId) ?? Number.NEGATIVE_INFINITY) - cell.leave
    return Math.max(stays.get(cell.id) ?? Number.NEGATIVE_INFINITY, left)
  })
  return { minute, values, none: any }
}

function knownOf({ minuteAt, cells, values, none }: MinuteCells, back: Backward, marginM: number): Known {
  const byRoute = new Map<string | null, number>([[null, none + back.none]])
  for (const [i, { routeId }] of cells.entries()) {
    const total = (values[i] ?? 0) + (back.values[i] ?? 0)
    byRoute.set(routeId, Math.max(byRoute.get(routeId) ?? Number.NEGATIVE_INFINITY, total))
  }
  let [best, first, second]: [string | null, number, number] = [
    null,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]
  for (const [routeId, total] of byRoute) {
    if (total > first) [best, first, second] = [routeId, total, first]
    else if (total > second) second = total
  }
  const by = first - second
  return { minuteAt, routeId: by >= marginM ? best : null, by }
}
