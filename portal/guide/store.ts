import { join } from 'node:path'
import { type Course, courseOf } from '../../contract/along.ts'
import type { Guide } from '../../contract/guide.ts'
import { readKept, writeDurably } from '../durable-file.ts'
import { readGuide } from './pull.ts'

export interface GuideStoreDeps {
  dataDir: string
  log: (message: string, error?: unknown) => void
}

/** A guide with its shapes measured, once. */
export interface MeasuredGuide {
  guide: Guide
  courses: Course[]
  /** Whether the fleet named it last; null: it has named none since this program began, and this is the one of the last start. */
  wanted: boolean | null
}

export type GuideStore = ReturnType<typeof createGuideStore>

/** The guide of the route that the vehicle is believed to be on, with the last one on disk (guide.json) for the next start. */
export function createGuideStore({ dataDir, log }: GuideStoreDeps) {
  const file = join(dataDir, 'guide.json')
  let held = readKept(
    file,
    (text) => measured(readGuide(text), null),
    (error) => log('guide.json cannot be used; the fleet is asked again', error),
  )

  return {
    /** The one to go by; null: there is none, or the fleet knows of no route. */
    current: (): MeasuredGuide | null => (held?.wanted === false ? null : held),
    /** Whether it is wanted now or not. */
    held: (): Guide | null => held?.guide ?? null,
    version: (): string | null => held?.guide.version ?? null,
    /** The fleet has named the version that is held, or none. One that nobody wants stays at hand: it is large, and soon wanted again. */
    setWanted(wanted: boolean): void {
      if (held) held.wanted = wanted
    },
    /** Keeps another guide. A disk that is full costs the memory of it, not the guide. */
    keep(guide: Guide): void {
      held = measured(guide, true)
      try {
        writeDurably(file, JSON.stringify(guide))
      } catch (error) {
        log('the route guide could not be kept for the next start', error)
      }
    },
  }
}

/** A guide as it is held. */
export function measured(guide: Guide, wanted: boolean | null): MeasuredGuide {
  return { guide, courses: guide.shapes.map(({ points }) => courseOf(points)), wanted }
}
