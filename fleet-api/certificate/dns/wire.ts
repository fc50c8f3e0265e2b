// What dns-packet cannot write: updates (it has no class NONE) and their signatures.

const TYPE_SOA = 6
const TYPE_TXT = 16
const CLASS_IN = 1
const CLASS_NONE = 254
const OPCODE_UPDATE = 5 << 11
const TTL_S = 60

/** A TXT record that is to be in a zone, or no longer. */
export interface Change {
  verb: 'add' | 'remove'
  zone: string
  name: string
  /** ASCII. */
  value: string
}

/** An update of one record, not signed (RFC 2136). */
export function updateMessage(id: number, { verb, zone, name, value }: Change): Buffer {
  const counts = [1, 0, 1, 0]
  const rdata = Buffer.concat([Buffer.from([value.length]), Buffer.from(value, 'ascii')])
  return Buffer.concat([
    ...[id, OPCODE_UPDATE, ...counts].map(uint16),
    wireName(zone),
    ...[TYPE_SOA, CLASS_IN].map(uint16),
    wireName(name),
    // Taken out by class NONE, with no time to live (section 2.5.4).
    ...[TYPE_TXT, verb === 'add' ? CLASS_IN : CLASS_NONE, 0, verb === 'add' ? TTL_S : 0, rdata.length].map(uint16),
    rdata,
  ])
}

/** A name as it stands in a message, in the form that is signed: lower case, not compressed. */
export function wireName(name: string): Buffer {
  const labels = name.toLowerCase().split('.')
  return Buffer.concat([...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label)])), Buffer.alloc(1)])
}

export function uint16(value: number): Buffer {
  const octets = Buffer.alloc(2)
  octets.writeUInt16BE(value)
  return octets
}

export function uint48(value: number): Buffer {
  const octets = Buffer.alloc(6)
  octets.writeUIntBE(value, 0, 6)
  return octets
}

/** Where a name ends that begins at `start`. Throws RangeError beyond the message. */
export function afterName(octets: Buffer, start: number): number {
  let at = start
  for (;;) {
    const length = octets.readUInt8(at)
    if (length === 0) return at + 1
    if (length >= 0xc0) return at + 2
    at += 1 + length
  }
}
