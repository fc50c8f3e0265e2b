import { SKETCH_PRECISION, SKETCH_REGISTERS } from './devices.ts'

// HyperLogLog: how many different things were seen, from registers that do not tell which. Two sketches under the same key merge into
// the one that all of their things would have made. Estimator: O. Ertl, "New cardinality estimation algorithms for HyperLogLog
// sketches" (arXiv:1702.01284), section 4: without bias from none to billions, without tables of corrections.

/** One octet for each register: the longest run of zeros of the hashes that fell into it, and one; 0: none did. */
export type Registers = Uint8Array

/** Octets of a hash that count: 64 bits, of which the first choose the register. */
export const HASH_OCTETS = 8
const RANK_BITS = 8 * HASH_OCTETS - SKETCH_PRECISION
/** All the other bits are zeros. */
const GREATEST = RANK_BITS + 1
/** Standard error of an estimate, as a share of it. */
export const SKETCH_ERROR_SHARE = 1.04 / Math.sqrt(SKETCH_REGISTERS)

export const emptySketch = (): Registers => new Uint8Array(SKETCH_REGISTERS)

export const isEmpty = (registers: Registers): boolean => registers.every((rank) => rank === 0)

/** Takes a hash in, of HASH_OCTETS evenly random octets or more. */
export function addHash(registers: Registers, hash: Uint8Array): void {
  const view = new DataView(hash.buffer, hash.byteOffset, HASH_OCTETS)
  const high = view.getUint32(0)
  const register = high >>> (32 - SKETCH_PRECISION)
  const rest = (high << SKETCH_PRECISION) >>> 0
  const upper = 32 - SKETCH_PRECISION
  const rank = rest !== 0 ? Math.clz32(rest) + 1 : upper + Math.clz32(view.getUint32(4)) + 1
  if (rank > (registers[register] ?? 0)) registers[register] = rank
}

/** Puts a sketch into another one. False: nothing of it was new there. */
export function mergeInto(registers: Registers, other: Registers): boolean {
  let changed = false
  for (let index = 0; index < SKETCH_REGISTERS; index += 1) {
    const rank = other[index] ?? 0
    if (rank <= (registers[index] ?? 0)) continue
    registers[index] = rank
    changed = true
  }
  return changed
}

/** How many different things were taken in, to SKETCH_ERROR_SHARE. */
export function estimate(registers: Registers): number {
  const counts = new Array<number>(GREATEST + 1).fill(0)
  for (const rank of registers) counts[rank] = (counts[rank] ?? 0) + 1
  const share = (rank: number) => (counts[rank] ?? 0) / SKETCH_REGISTERS
  let sum = SKETCH_REGISTERS * tau(1 - share(GREATEST))
  for (let rank = GREATEST - 1; rank >= 1; rank -= 1) sum = (sum + (counts[rank] ?? 0)) / 2
  sum += SKETCH_REGISTERS * sigma(share(0))
  return SKETCH_REGISTERS ** 2 / (2 * Math.LN2 * sum)
}

/** Of the empty registers; x + the sum of 2^(k-1) x^(2^k). */
function sigma(x: number): number {
  if (x === 1) return Number.POSITIVE_INFINITY
  let power = x
  let weight = 1
  for (let sum = x; ; ) {
    power *= power
    const before = sum
    sum += power * weight
    weight *= 2
    if (sum === before) return sum
  }
}

/** Of the full registers. */
function tau(x: number): number {
  if (x === 0 || x === 1) return 0
  let root = x
  let weight = 1
  for (let sum = 1 - x; ; ) {
    root = Math.sqrt(root)
    const before = sum
    weight /= 2
    sum -= (1 - root) ** 2 * weight
    if (sum === before) return sum / 3
  }
}

// As text, in the characters of base64, of which each holds six bits: `d` and a character for the rank of each register; or, where that
// is shorter, `s` and four characters for each register that is set, in order: 16 bits for its
// number and 8 for its rank. One sketch has one text.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const CODES = Uint8Array.from(ALPHABET, (char) => char.charCodeAt(0))
const SPARSE_CHARS = 4
const MOST_SPARSE = SKETCH_REGISTERS / SPARSE_CHARS - 1
/** No character of base64; whatever it is put together with becomes negative or far too large. */
const NONE = -1
const BITS = new Int8Array(128).fill(NONE)
for (const [bits, code] of CODES.entries()) BITS[code] = bits

export function encodeSketch(registers: Registers): string {
  let set = 0
  for (let index = 0; index < SKETCH_REGISTERS; index += 1) if (registers[index] !== 0) set += 1
  return set <= MOST_SPARSE ? `s${sparse(registers, set)}` : `d${dense(registers)}`
}

/** Null: the text is none of a sketch. */
export function decodeSketch(text: string): Registers | null {
  const length = text.length - 1
  if (text.startsWith('d') && length === SKETCH_REGISTERS) return fromDense(text)
  if (text.startsWith('s') && length % SPARSE_CHARS === 0 && length <= MOST_SPARSE * SPARSE_CHARS)
    return fromSparse(text)
  return null
}

// Plain loops: at the end of an hour a fleet reads and writes these by the thousand.

function dense(registers: Registers): string {
  const chars = new Uint8Array(SKETCH_REGISTERS)
  for (let index = 0; index < SKETCH_REGISTERS; index += 1) chars[index] = codeOf(registers[index] ?? 0)
  return asText(chars)
}

function fromDense(text: string): Registers | null {
  const registers = emptySketch()
  let set = 0
  for (let index = 0; index < SKETCH_REGISTERS; index += 1) {
    const rank = bitsAt(text, index + 1)
    if (rank < 0 || rank > GREATEST) return null
    registers[index] = rank
    if (rank > 0) set += 1
  }
  return set > MOST_SPARSE ? registers : null
}

function sparse(registers: Registers, set: number): string {
  const chars = new Uint8Array(set * SPARSE_CHARS)
  let to = 0
  for (let index = 0; index < SKETCH_REGISTERS; index += 1) {
    const rank = registers[index] ?? 0
    if (rank === 0) continue
    chars[to] = codeOf(index >>> 10)
    chars[to + 1] = codeOf((index >>> 4) & 63)
    chars[to + 2] = codeOf(((index & 15) << 2) | (rank >>> 6))
    chars[to + 3] = codeOf(rank & 63)
    to += SPARSE_CHARS
  }
  return asText(chars)
}

function fromSparse(text: string): Registers | null {
  const registers = emptySketch()
  let last = -1
  for (let from = 1; from < text.length; from += SPARSE_CHARS) {
    const third = bitsAt(text, from + 2)
    const index = (bitsAt(text, from) << 10) | (bitsAt(text, from + 1) << 4) | (third >>> 2)
    const rank = ((third & 3) << 6) | bitsAt(text, from + 3)
    if (index <= last || index >= SKETCH_REGISTERS || rank < 1 || rank > GREATEST) return null
    registers[index] = rank
    last = index
  }
  return registers
}

const ascii = new TextDecoder()
const asText = (chars: Uint8Array): string => ascii.decode(chars)
const codeOf = (bits: number): number => CODES[bits] ?? 0
const bitsAt = (text: string, index: number): number => BITS[text.charCodeAt(index)] ?? NONE
