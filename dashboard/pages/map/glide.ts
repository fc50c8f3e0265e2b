import type { Spot } from './mercator.ts'

/** A vehicle takes this long, ms, from where it was drawn to where it is known to be. */
export const GLIDE_MS = 1800
/** About 4 km at León: nobody drives that between two reports, so nothing glides over the houses. */
const FARTHEST = 1e-4

/** Where things are drawn while they move to where they are. */
export interface Glides {
  /** Says where everything is; what is not named is gone. `still`: they are drawn there at once. */
  put(spots: ReadonlyMap<string, Spot>, now: number, still: boolean): void
  /** Where one is drawn; null: it is not there. */
  at(id: string, now: number): Spot | null
  /** Whether anything moves still. */
  moves(now: number): boolean
}

interface Glide {
  from: Spot
  to: Spot
  startedAt: number
}

export function createGlides(): Glides {
  let glides = new Map<string, Glide>()
  let endsAt = Number.NEGATIVE_INFINITY
  const drawn = ({ from, to, startedAt }: Glide, now: number): Spot => {
    const share = eased((now - startedAt) / GLIDE_MS)
    return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
  }
  return {
    put: (spots, now, still) => {
      const next = new Map<string, Glide>()
      for (const [id, to] of spots) {
        const known = glides.get(id)
        if (known && known.to.x === to.x && known.to.y === to.y && !still) {
          next.set(id, known)
          continue
        }
        const from = known && !still ? drawn(known, now) : to
        const tooFar = Math.hypot(to.x - from.x, to.y - from.y) > FARTHEST
        next.set(id, { from: tooFar ? to : from, to, startedAt: now })
        if (from !== to && !tooFar) endsAt = now + GLIDE_MS
      }
      glides = next
      if (still) endsAt = Number.NEGATIVE_INFINITY
    },
    at: (id, now) => {
      const glide = glides.get(id)
      return glide ? drawn(glide, now) : null
    },
    moves: (now) => now < endsAt,
  }
}

/** Slow at both ends; 0 to 1. */
function eased(share: number): number {
  if (share <= 0) return 0
  if (share >= 1) return 1
  return share * share * (3 - 2 * share)
}
