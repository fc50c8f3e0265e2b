import { AbordoError } from '../contract/problem.ts'

export interface FetchLimits {
  /** Until the whole of it is there. */
  timeoutMs: number
  mostOctets: number
  /** Calls it off. */
  signal: AbortSignal
}

/**
 * Fetches what somebody else serves, and no more of it than is wanted, however much is sent or unpacked. Throws AbordoError: bad-feed, with a
 * sentence that does not name the address, for it may hold a key.
 */
export async function fetchOctets(url: string, { timeoutMs, mostOctets, signal }: FetchLimits): Promise<Uint8Array> {
  try {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    const answer = await fetch(url, { signal: inTime, headers: { Accept: 'application/x-protobuf, */*;q=0.5' } })
    if (answer.status !== 200) {
      await answer.body?.cancel()
      throw new AbordoError('bad-feed', `The feed’s server answered ${answer.status} instead of the feed.`)
    }
    return await readUpTo(answer, mostOctets)
  } catch (cause) {
    if (cause instanceof AbordoError) throw cause
    throw new AbordoError('bad-feed', `The feed could not be fetched: ${reasonOf(cause, timeoutMs)}.`, { cause })
  }
}

async function readUpTo({ body }: Response, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let octets = 0
  // Leaving the loop early ends the transfer.
  for await (const chunk of body ?? []) {
    octets += chunk.length
    if (octets > most) throw new AbordoError('bad-feed', `The feed is larger than ${most / 2 ** 20} MiB.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `it was not there within ${timeoutMs / 1000} s`
  if (error instanceof Error && error.name === 'AbortError') return 'it was called off'
  const { code } = (error instanceof Error ? (error.cause ?? error) : {}) as { code?: unknown }
  return typeof code === 'string' && /^[A-Z_0-9]{1,60}$/.test(code) ? code : 'its server does not answer as it should'
}
