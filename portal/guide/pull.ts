import { type Guide, guideNewsSchema, guideSchema } from '../../contract/guide.ts'

/** A guide of sixty long shapes has about two megabytes. */
const MOST_OCTETS = 8_000_000

/**
 * Asks the fleet for the guide of the route that it believes the vehicle to be on. `same`: it is the one that the gateway holds; null: there
 * is none. Throws where there is no usable answer.
 */
export async function pullGuide(
  from: { fleetUrl: string; credential: string },
  held: Guide | null,
  timeoutMs = 30_000,
): Promise<Guide | 'same' | null> {
  const shapes = held?.shapesVersion === undefined ? '' : `?shapes=${encodeURIComponent(held.shapesVersion)}`
  const answer = await fetch(`${from.fleetUrl}/v1/guide${shapes}`, {
    headers: {
      Authorization: `Bearer ${from.credential}`,
      ...(held !== null && { 'If-None-Match': `"${held.version}"` }),
    },
    signal: AbortSignal.timeout(timeoutMs),
    redirect: 'error',
  })
  if (answer.status === 304) return 'same'
  if (answer.status === 204) return null
  if (!answer.ok) throw new Error(`the fleet answered ${answer.status} when asked for the route guide`)
  const text = await answer.text()
  if (text.length > MOST_OCTETS) throw new Error('the route guide is too large to be kept')
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
  const parsed = guideSchema.safeParse(JSON.parse(text))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Error(`guide: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`)
}
