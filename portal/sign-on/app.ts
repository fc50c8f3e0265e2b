import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { AbordoError, problemOf } from '../../contract/problem.ts'
import { signOnSchema } from '../../contract/trace.ts'
import type { SignOnStore } from './store.ts'

const MOST_OCTETS = 4096
const id = signOnSchema.shape.routeId.default(null)

/** What is signed on to, by GTFS ids. At least one of them. */
const bodySchema = z
  .strictObject({ routeId: id, blockId: id, tripId: id })
  .refine(({ routeId, blockId, tripId }) => routeId !== null || blockId !== null || tripId !== null, {
    error: 'names none of routeId, blockId and tripId',
  })

/** The sign-on API for the driver's console or the on-board computer. Not for riders: it has a listener of its own. */
export function createSignOnApp({
  store,
  log,
}: {
  store: SignOnStore
  log: (message: string, error?: unknown) => void
}): Hono {
  const app = new Hono()
  const tooLarge = () => {
    throw new AbordoError('too-large')
  }
  app.use(async (c, next) => {
    c.header('Cache-Control', 'no-store')
    await next()
  })
  app.get('/sign-on', (c) => c.json({ signOn: store.current() }))
  app.put('/sign-on', bodyLimit({ maxSize: MOST_OCTETS, onError: tooLarge }), async (c) => {
    store.set(await bodyOf(c))
    return c.json({ signOn: store.current() })
  })
  app.delete('/sign-on', (c) => {
    store.clear()
    return c.json({ signOn: null })
  })
  app.notFound((c) => problem(c, new AbordoError('not-found', 'There is only /sign-on here: GET, PUT and DELETE.')))
  app.onError((thrown, c) => {
    const error = thrown instanceof AbordoError ? thrown : new AbordoError('internal', undefined, { cause: thrown })
    if (error.status >= 500) log(`${error.code}: ${c.req.method} /sign-on`, thrown)
    return problem(c, error)
  })
  return app
}

/** Throws AbordoError: wrong-type, bad-request. */
async function bodyOf(c: Context): Promise<z.infer<typeof bodySchema>> {
  // Also what keeps a page in a browser on the same machine from doing this unasked: JSON takes a question first.
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new AbordoError('wrong-type', 'Send JSON, with the header Content-Type: application/json.')
  }
  const json: unknown = await c.req.json().catch((cause: unknown) => {
    if (cause instanceof AbordoError) throw cause
    throw new AbordoError('bad-request', 'The body is not JSON.', { cause })
  })
  const parsed = bodySchema.safeParse(json)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue?.path.join('.')
  throw new AbordoError('bad-request', `The sign-on${where ? `'s ${where}` : ''}: ${issue?.message ?? 'is not valid'}.`)
}

function problem(c: Context, error: AbordoError): Response {
  return c.body(JSON.stringify(problemOf(error)), error.status, { 'Content-Type': 'application/problem+json' })
}
