import { type Guide, guideNewsSchema, guideSchema } from '../../contract/guide.ts'
import { askFleet, type FleetAddress, readAs } from '../fleet-ask.ts'

/** A guide of sixty long shapes has about two megabytes. */
const MOST_OCTETS = 8_000_000

/**
 * Asks the fleet for the guide of the route that it believes the vehicle to be on. `same`: it is the one that the gateway holds; null: there
 * is none. Throws where there is no usable answer.
 */
export async function pullGuide(fleet: FleetAddress, held: Guide | null): Promise<Guide | 'same' | null> {
  const shapes = held?.shapesVersion === undefined ? '' : `?shapes=${encodeURIComponent(held.shapesVersion)}`
  const { status, text } = await askFleet(fleet, `/v1/guide${shapes}`, {
    what: 'the route guide',
    held: held?.version ?? null,
    mostOctets: MOST_OCTETS,
    timeoutMs: 30_000,
  })
  if (status === 304) return 'same'
  if (status === 204) return null
  return held === null ? readGuide(text) : withNews(held, text)
}

/** The guide that an answer makes of the one that is held: all of it is new, or all but the shapes. */
function withNews(held: Guide, text: string): Guide {
  const news = guideNewsSchema.strict().safeParse(JSON.parse(text))
  if (!news.success || news.data.shapesVersion !== held.shapesVersion) return readGuide(text)
  const { share: _, ...shapes } = held
  return { ...shapes, ...news.data }
}

/** A guide as it came, checked. Throws with the first thing that is wrong with it, in one line. */
export function readGuide(text: string): Guide {
  return readAs(guideSchema, 'guide', text)
}
