import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface GroundHost {
  origin: string
  /** What was asked for, such as `GET bytes=0-6`, in order. */
  asked: string[]
  /** While false every answer is 503. */
  works: boolean
  close(): void
}

/** One pixel: what the host of raster tiles sends for each. */
const TILE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNsaGj4DwAFhAKAjM1mJgAAAABJRU5ErkJggg==',
  'base64',
)

/** A host of raster tiles on a socket of this machine. */
export function serveTiles(): Promise<GroundHost> {
  return serve((_, answer) => answer.writeHead(200, { 'content-type': 'image/png' }).end(TILE))
}

/** A host of one PMTiles file, which sends parts of it as such hosts do, to pages of any other. */
export function servePmtiles(): Promise<GroundHost> {
  return serve((request, answer) => {
    const [from = 0, to = 0] = (request.headers.range ?? '').replace('bytes=', '').split('-').map(Number)
    answer.setHeader('access-control-allow-origin', '*')
    answer.setHeader('access-control-allow-headers', 'range')
    if (request.method === 'OPTIONS') answer.writeHead(204).end()
    else answer.writeHead(206, { etag: '"1"' }).end(anEmptyPmtiles().subarray(from, to + 1))
  })
}

async function serve(listener: RequestListener): Promise<GroundHost> {
  const server = createServer((request, answer) => {
    host.asked.push(`${request.method} ${request.headers.range ?? request.url}`)
    if (host.works) listener(request, answer)
    else answer.writeHead(503).end()
  })
  const host: GroundHost = {
    origin: '',
    asked: [],
    works: true,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  host.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return host
}

/** A PMTiles file (version 3) of no tiles: its header of 127 octets, and a directory without entries. */
function anEmptyPmtiles(): Buffer {
  const file = Buffer.alloc(128)
  file.write('PMTiles')
  file.writeUInt8(3, 7)
  // The directory, then metadata, leaves and tiles, of which there are none: where each begins, and how long it is.
  for (const [i, value] of [127, 1, 128, 0, 128, 0, 128, 0].entries()) file.writeBigUInt64LE(BigInt(value), 8 + 8 * i)
  // Clustered; nothing is compressed; the tiles would be of vectors, of zoom 0 to 15.
  for (const [i, value] of [1, 1, 1, 1, 0, 15].entries()) file.writeUInt8(value, 96 + i)
  return file
}
