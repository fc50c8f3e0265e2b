import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip, gunzipSync } from 'node:zlib'
import type { Context } from 'hono'
import type { z } from 'zod'
import { AbordoError } from '../../contract/problem.ts'
import { holdsNul, mayHoldNul, NUL_REFUSED } from '../rules/nul.ts'

const unpack = promisify(gunzip)
const UNPACKED_AT_ONCE = 8192

/**
 * A JSON body, gzip or not, of at most `limit` octets on the wire and unpacked: a bomb is stopped while it unpacks, not after.
 * Throws AbordoError: wrong-type, too-large, bad-request.
 */
export async function readJson(c: Context, limit: number): Promise<unknown> {
  const { value, mayHoldNul } = await readJsonItems(c, limit)
  if (mayHoldNul && holdsNul(value)) throw new AbordoError('bad-request', `The body ${NUL_REFUSED}.`)
  return value
}

/** The same by a schema: bad-request, with the first thing that is wrong, where the body is not as it says. */
export async function readJsonAs<S extends z.ZodType>(c: Context, schema: S, limit: number): Promise<z.infer<S>> {
  const body = schema.safeParse(await readJson(c, limit))
  if (body.success) return body.data
  const [issue] = body.error.issues
  throw new AbordoError('bad-request', `${issue?.path.join('.')}: ${issue?.message}`)
}

/** The same for a body of items that are judged one by one; `mayHoldNul`: they have to be looked through for NUL characters. */
export async function readJsonItems(c: Context, limit: number): Promise<{ value: unknown; mayHoldNul: boolean }> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new AbordoError('wrong-type', 'Send JSON, with the header Content-Type: application/json.')
  }
  const encoding = (c.req.header('content-encoding') ?? 'identity').toLowerCase()
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new AbordoError('wrong-type', 'Send the body as it is, or with the header Content-Encoding: gzip.')
  }
  const wire = await readAtMost(c, limit)
  const text = encoding === 'gzip' ? await ungzip(wire, limit) : wire
  try {
    const json = new TextDecoder('utf-8', { fatal: true }).decode(text)
    return { value: JSON.parse(json), mayHoldNul: mayHoldNul(json) }
  } catch (error) {
    throw new AbordoError('bad-request', 'The body is not JSON.', { cause: error })
  }
}

async function readAtMost(c: Context, limit: number): Promise<Uint8Array> {
  if (Number(c.req.header('content-length') ?? 0) > limit) throw tooLarge(limit)
  const chunks: Uint8Array[] = []
  let octets = 0
  for await (const chunk of bodyOf(c)) {
    octets += chunk.byteLength
    if (octets > limit) throw tooLarge(limit)
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
}

/**
 * Node's own stream where there is one: a web stream around it costs a gateway's one report as much as everything else. It stays
 * open where we stop reading, so that the answer that says why can be sent.
 */
function bodyOf(c: Context): AsyncIterable<Uint8Array> {
  const { incoming } = (c.env ?? {}) as { incoming?: Readable }
  return incoming?.iterator({ destroyOnReturn: false }) ?? ((c.req.raw.body ?? []) as AsyncIterable<Uint8Array>)
}

async function ungzip(wire: Uint8Array, limit: number): Promise<Uint8Array> {
  try {
    // A small one is unpacked before another thread would have begun.
    if (wire.byteLength <= UNPACKED_AT_ONCE) return gunzipSync(wire, { maxOutputLength: limit })
    return await unpack(wire, { maxOutputLength: limit })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit)
    throw new AbordoError('bad-request', 'The body is not valid gzip.', { cause: error })
  }
}

/** The error of a body of more than `limit` octets. */
export function tooLarge(limit: number): AbordoError {
  return new AbordoError('too-large', `Send at most ${limit.toLocaleString('en')} octets, unpacked, in one request.`)
}
