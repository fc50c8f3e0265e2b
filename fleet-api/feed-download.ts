import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { AbordoError } from '../contract/problem.ts'

/** What a server has to give within. */
export interface DownloadLimits {
  octets: number
  /** For the whole of it. */
  ms: number
}
export const DOWNLOAD_LIMITS: DownloadLimits = { octets: 200 * 1024 ** 2, ms: 10 * 60_000 }

/** What a server said by which it is asked next time (RFC 9110, section 13.1). */
export interface Validators {
  etag: string | null
  lastModified: string | null
}

export interface Download {
  url: string
  path: string
  /** Of the content that is here already; null: none is. */
  have: Validators | null
  limits: DownloadLimits
  /** Gives up. */
  signal: AbortSignal
}

/** Fetches a file over HTTP where it is another one than what is here; null: it is not. Throws AbordoError (bad-feed). */
export async function download({ url, path, have, limits, signal }: Download): Promise<Validators | null> {
  try {
    const answer = await fetch(url, {
      headers: {
        'User-Agent': 'abordo',
        ...(have?.etag != null && { 'If-None-Match': have.etag }),
        ...(have?.lastModified != null && { 'If-Modified-Since': have.lastModified }),
      },
      signal: AbortSignal.any([signal, AbortSignal.timeout(limits.ms)]),
    })
    if (answer.status === 304 && have !== null) return null
    if (!answer.ok || answer.body === null) {
      await answer.body?.cancel()
      throw new AbordoError('bad-feed', `The feed's server answered ${answer.status}; check the address of the feed.`)
    }
    const body = Readable.fromWeb(answer.body as ReadableStream<Uint8Array>)
    await pipeline(body, (chunks) => bounded(chunks, limits.octets), createWriteStream(path))
    return { etag: answer.headers.get('etag'), lastModified: answer.headers.get('last-modified') }
  } catch (error) {
    throw error instanceof AbordoError ? error : new AbordoError('bad-feed', plain(url, error), { cause: error })
  }
}

async function* bounded(chunks: AsyncIterable<Uint8Array>, most: number): AsyncIterable<Uint8Array> {
  let octets = 0
  for await (const chunk of chunks) {
    octets += chunk.length
    if (octets > most) {
      const megabytes = Math.floor(most / 1024 ** 2)
      throw new AbordoError('bad-feed', `The feed is larger than ${megabytes} MB; check the address of the feed.`)
    }
    yield chunk
  }
}

function plain(url: string, error: unknown): string {
  const { host } = new URL(url)
  if (error instanceof Error && error.name === 'TimeoutError') {
    return `${host} took too long to send the feed; it is tried again later.`
  }
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return `The feed could not be fetched from ${host}${code}; check its address, and whether this machine reaches it.`
}
