import type { TimelineAnswer, TrackStretch } from '../../../contract/gateway-page.ts'

/** A stretch with its place on the band: shares of the time that is shown. */
export interface Placed extends TrackStretch {
  at: number
  share: number
  ms: number
}

/** A track's stretches, placed, and how long it worked and failed (ms). */
export interface BandTrack {
  stretches: Placed[]
  up: number
  down: number
}

/** Lays a track on the time that was asked for. */
export function bandOf(
  stretches: readonly TrackStretch[],
  { from, to }: Pick<TimelineAnswer, 'from' | 'to'>,
): BandTrack {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const length = Math.max(1, end - start)
  const placed = stretches.map((stretch): Placed => {
    const at = Date.parse(stretch.from)
    const ms = Date.parse(stretch.to) - at
    return { ...stretch, at: (at - start) / length, share: ms / length, ms }
  })
  const sum = (is: TrackStretch['is']) => placed.reduce((total, one) => total + (one.is === is ? one.ms : 0), 0)
  return { stretches: placed, up: sum('up'), down: sum('down') }
}
