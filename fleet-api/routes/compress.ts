import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { MiddlewareHandler } from 'hono'
import type { FleetEnv } from './context.ts'

const gzipped = promisify(gzip)
const brotlied = promisify(brotliCompress)

/** Below this, the headers cost what is saved. */
const SHORTEST = 1024
/** Never the event stream: a compressor would hold events back. */
const COMPRESSIBLE =
  /^(application\/(json|problem\+json|manifest\+json|javascript|x-protobuf)|text\/(?!event-stream)|image\/svg\+xml)/
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

/**
 * Compresses answers by what the reader accepts, Brotli before gzip. (Hono's own knows no Brotli.) What is not to be kept is left
 * alone: it carries secrets, and a compressed length can tell of them.
 */
export const compress: MiddlewareHandler<FleetEnv> = async (c, next) => {
  await next()
  const { headers, body, status } = c.res
  const type = headers.get('Content-Type') ?? ''
  if (body === null || status === 206 || !COMPRESSIBLE.test(type)) return
  if (headers.has('Content-Encoding') || headers.get('Cache-Control')?.includes('no-store')) return
  c.header('Vary', 'Accept-Encoding', { append: true })
  const encoding = preferred(c.req.header('accept-encoding') ?? '')
  if (encoding === null) return
  const plain = Buffer.from(await c.res.arrayBuffer())
  const made = new Headers(c.res.headers)
  made.delete('Content-Length')
  const small = plain.length < SHORTEST
  if (!small) made.set('Content-Encoding', encoding)
  const packed = small ? plain : encoding === 'br' ? await brotlied(plain, BROTLI) : await gzipped(plain)
  // Set to nothing first: Hono would add the old answer's headers to the new one's.
  c.res = undefined
  c.res = new Response(new Uint8Array(packed), { status, headers: made })
}

/** What to send to who sent this Accept-Encoding (RFC 9110, section 12.5.3); null: the answer as it is. */
function preferred(acceptEncoding: string): 'br' | 'gzip' | null {
  const weights = new Map<string, number>()
  for (const part of acceptEncoding.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim())
    const weight = parameters.find((text) => text.startsWith('q='))?.slice(2) ?? '1'
    weights.set(name, Number(weight))
  }
  const weightOf = (name: string) => weights.get(name) ?? weights.get('*') ?? 0
  if (weightOf('br') > 0) return 'br'
  return weightOf('gzip') > 0 ? 'gzip' : null
}
