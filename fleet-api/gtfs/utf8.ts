import { isUtf8 } from 'node:buffer'
import { AbordoError } from '../../contract/problem.ts'
import type { GtfsFile } from './files.ts'

/** Passes the chunks of a file on, cut between characters; throws where they are not UTF-8 (GTFS Schedule, "File Requirements"). */
export async function* checkUtf8(chunks: AsyncIterable<Buffer>, file: GtfsFile): AsyncIterable<Buffer> {
  const notUtf8 = () =>
    new AbordoError('bad-feed', `${file} is not UTF-8 text; save it as UTF-8 and pack the feed again.`)
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const octets = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const end = lastBoundary(octets)
    const whole = octets.subarray(0, end)
    // Text in UTF-16 can pass for UTF-8 in which every other character is a NUL.
    if (!isUtf8(whole) || whole.includes(0)) throw notUtf8()
    rest = octets.subarray(end)
    yield whole
  }
  if (rest.length > 0) throw notUtf8()
}

/** Where the last character that is not complete begins, or the end. */
function lastBoundary(octets: Buffer): number {
  for (let back = 1; back <= 3 && back <= octets.length; back += 1) {
    const octet = octets[octets.length - back] ?? 0
    if ((octet & 0xc0) === 0x80) continue
    const size = octet >= 0xf0 ? 4 : octet >= 0xe0 ? 3 : octet >= 0xc0 ? 2 : 1
    return size > back ? octets.length - back : octets.length
  }
  return octets.length
}
