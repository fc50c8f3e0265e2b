import { fromOklch, parseHex, readableOn, toOklch } from './contrast.ts'

/** Turns of the hue, in degrees, for the second, third… route of one colour; small first, to stay near the feed's. */
const TURNS = [0, 45, -45, 90, -90, 135, -135, 180]

/**
 * A colour for each of the lines drawn together: the feed's own, made readable on `ground`. Feeds give many routes the
 * same colour, or none, so each further line of a colour gets a turned hue; a route that is alone with its colour keeps it.
 */
export function lineColours(routes: readonly { key: string; color: string }[], ground: string): Map<string, string> {
  const seen = new Map<string, number>()
  const colours = new Map<string, string>()
  for (const { key, color } of routes) {
    const base = parseHex(color).join()
    const nth = seen.get(base) ?? 0
    seen.set(base, nth + 1)
    colours.set(key, readableOn(variant(color, nth), ground))
  }
  return colours
}

function variant(color: string, nth: number): string {
  if (nth === 0) return color
  const { l, c, h } = toOklch(color)
  const turn = TURNS[nth % TURNS.length] ?? 0
  // Grey has no hue to turn: it gets one, of middle strength.
  if (c < 0.04) return fromOklch({ l: Math.min(0.7, Math.max(0.5, l)), c: 0.14, h: (200 + nth * 47) % 360 })
  return fromOklch({ l: l + (nth >= TURNS.length ? -0.12 : 0), c, h: (h + turn + 360) % 360 })
}
