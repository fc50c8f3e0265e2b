import { AbordoError } from '../../contract/problem.ts'

/** The parts of a GTFS-Realtime FeedMessage, not decoded yet: its header and its entities. */
export interface FeedParts {
  header: Uint8Array
  entities: Uint8Array[]
}

/** A city has some thousands of vehicles. */
const MOST_ENTITIES = 50_000
/** Position and trip of a vehicle are some hundred octets; whatever is so large is nobody's position. */
const LARGEST_ENTITY = 65_536

/**
 * Takes a FeedMessage apart (protobuf's encoding: field 1 is the header, field 2 an entity), so that each entity is decoded by itself: a bad
 * one harms no other, and a million small ones do not become a million objects. Throws AbordoError: bad-feed.
 */
export function splitFeed(octets: Uint8Array): FeedParts {
  let header: Uint8Array | null = null
  const entities: Uint8Array[] = []
  let at = 0
  while (at < octets.length) {
    const key = varint()
    const type = key & 7
    const length = type === 2 ? varint() : type === 1 ? 8 : type === 5 ? 4 : type === 0 ? 0 : null
    if (length === null) throw notAFeed()
    if (type === 0) varint()
    if (at + length > octets.length) throw new AbordoError('bad-feed', 'The feed is cut off.')
    const part = octets.subarray(at, at + length)
    at += length
    if (key === HEADER) header = part
    if (key === ENTITY && part.length <= LARGEST_ENTITY) entities.push(part)
    if (entities.length > MOST_ENTITIES)
      throw new AbordoError('bad-feed', `The feed has more than ${MOST_ENTITIES} entities.`)
  }
  if (header === null) throw notAFeed()
  return { header, entities }

  function varint(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const octet = octets[at]
      if (octet === undefined) throw new AbordoError('bad-feed', 'The feed is cut off.')
      at += 1
      value += (octet & 127) * 2 ** shift
      if (octet < 128) return value
    }
    throw notAFeed()
  }
}

const HEADER = (1 << 3) | 2
const ENTITY = (2 << 3) | 2

function notAFeed(): AbordoError {
  return new AbordoError('bad-feed', 'This is no GTFS-Realtime feed: give the address of a feed in protobuf.')
}
