import { createHmac, timingSafeEqual } from 'node:crypto'
import type { TsigAlgorithm } from '../setting.ts'
import { afterName, uint16, uint48, wireName } from './wire.ts'

/** A key that a name server shares with who may change a zone. */
export interface TsigKey {
  name: string
  algorithm: TsigAlgorithm
  secret: Buffer
}

/** The clocks of both may differ by so much; what RFC 8945, section 10, advises. */
const FUDGE_S = 300
const TYPE_TSIG = 250
const CLASS_ANY = 255
/** Where the id and the count of additional records stand in a message. */
const [ID, ADDITIONALS] = [0, 10]

/** A message with its signature (RFC 8945) as the last record. `now`: ms since 1970. Its MAC signs the answer too. */
export function signed(message: Buffer, key: TsigKey, now: number): { octets: Buffer; mac: Buffer } {
  const at = Math.floor(now / 1000)
  const mac = macOf(key, [message, variables(key, at, 0, Buffer.alloc(0))])
  const rdata = Buffer.concat([
    wireName(key.algorithm),
    uint48(at),
    uint16(FUDGE_S),
    uint16(mac.length),
    mac,
    message.subarray(ID, ID + 2),
    uint16(0),
    uint16(0),
  ])
  const record = [wireName(key.name), ...[TYPE_TSIG, CLASS_ANY, 0, 0, rdata.length].map(uint16), rdata]
  const octets = Buffer.concat([message, ...record])
  octets.writeUInt16BE(message.readUInt16BE(ADDITIONALS) + 1, ADDITIONALS)
  return { octets, mac }
}

/** What an answer's signature says. `error`: of RFC 8945, section 3; `trusted`: the server knows the key, and nobody changed the answer. */
export interface SignedAnswer {
  error: number
  trusted: boolean
}

/** Reads the signature of an answer; null: it has none. */
export function signatureOf(octets: Buffer, key: TsigKey, requestMac: Buffer): SignedAnswer | null {
  const last = lastRecord(octets)
  if (last === null || last.type !== TYPE_TSIG) return null
  const { rdata } = last
  let at = afterName(rdata, 0)
  const signedAt = rdata.readUIntBE(at, 6)
  const fudge = rdata.readUInt16BE(at + 6)
  const macLength = rdata.readUInt16BE(at + 8)
  const mac = rdata.subarray(at + 10, at + 10 + macLength)
  at += 10 + macLength
  const originalId = rdata.readUInt16BE(at)
  const error = rdata.readUInt16BE(at + 2)
  const other = rdata.subarray(at + 6, at + 6 + rdata.readUInt16BE(at + 4))
  const message = Buffer.from(octets.subarray(0, last.offset))
  message.writeUInt16BE(originalId, ID)
  message.writeUInt16BE(octets.readUInt16BE(ADDITIONALS) - 1, ADDITIONALS)
  const expected = macOf(key, [
    uint16(requestMac.length),
    requestMac,
    message,
    variables(key, signedAt, error, other, fudge),
  ])
  return { error, trusted: mac.length === expected.length && timingSafeEqual(mac, expected) }
}

function variables(key: TsigKey, at: number, error: number, other: Buffer, fudge = FUDGE_S): Buffer {
  return Buffer.concat([
    wireName(key.name),
    uint16(CLASS_ANY),
    Buffer.alloc(4),
    wireName(key.algorithm),
    uint48(at),
    uint16(fudge),
    uint16(error),
    uint16(other.length),
    other,
  ])
}

function macOf(key: TsigKey, parts: Buffer[]): Buffer {
  const hmac = createHmac(key.algorithm.slice('hmac-'.length), key.secret)
  for (const part of parts) hmac.update(part)
  return hmac.digest()
}

/** The last record of a message, and where it begins. */
function lastRecord(octets: Buffer): { offset: number; type: number; rdata: Buffer } | null {
  const count = (section: number) => octets.readUInt16BE(4 + 2 * section)
  let at = 12
  for (let n = 0; n < count(0); n += 1) at = afterName(octets, at) + 4
  let last: { offset: number; type: number; rdata: Buffer } | null = null
  for (let n = 0; n < count(1) + count(2) + count(3); n += 1) {
    const offset = at
    at = afterName(octets, at)
    const end = at + 10 + octets.readUInt16BE(at + 8)
    last = { offset, type: octets.readUInt16BE(at), rdata: octets.subarray(at + 10, end) }
    at = end
  }
  return last
}
