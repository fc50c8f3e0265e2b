import type { Frame, Line } from './frame.ts'

/**
 * The values of a line to draw, null for a gap. Minutes whose reports are still on the way are bridged to the live value
 * after them (the chart dashes that piece): a hole there would say that data was lost.
 */
export function drawnValues({ cells, arriving }: Pick<Line, 'cells' | 'arriving'>): (number | null)[] {
  const values = cells.map((cell) => cell?.mean ?? null)
  return values.map((value, i) => {
    if (value !== null || !arriving[i]) return value
    const after = cells.findIndex((cell, at) => at > i && cell !== null)
    const before = cells.findLastIndex((cell, at) => at < i && cell !== null)
    const [from, to] = [values[before], values[after]]
    const hole = arriving.slice(before + 1, after)
    if (from == null || to == null || hole.includes(false)) return null
    return from + ((to - from) * (i - before)) / (after - before)
  })
}

/** The upper and lower edge of each line's band in a stack; null where the edge is not known. */
export interface Band {
  top: (number | null)[]
  floor: (number | null)[]
}

/**
 * Lays the lines on one another. Where a line is silent its height is not known, so neither is that of those above it:
 * they show a gap too, instead of a fall that never was. Where nothing was due a line is simply of no height; where that
 * holds for all of them (the night) there is no stack.
 */
export function bandsOf({ grid, lines }: Pick<Frame, 'grid' | 'lines'>): Band[] {
  const drawn = lines.map(drawnValues)
  let floor: (number | null)[] = grid.map((_, i) => (drawn.some((values) => values[i] != null) ? 0 : null))
  return lines.map((line, at) => {
    const values = drawn[at] ?? []
    const below = floor
    const top = below.map((base, i) => {
      const value = values[i] ?? null
      if (base === null || (value === null && line.silent[i])) return null
      return base + (value ?? 0)
    })
    floor = top
    return { top, floor: below }
  })
}
