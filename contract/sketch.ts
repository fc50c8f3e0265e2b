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

// As text: `s` and, in order, the number of each register that is set with its rank, three octets each; or `d` and the ranks of all
// of them, six bits each. Whichever is shorter, in base64: one sketch has one text.

const SPARSE_OCTETS = 3
const DENSE_OCTETS = (SKETCH_REGISTERS * 6) / 8
const MOST_SPARSE = Math.floor(DENSE_OCTETS / SPARSE_OCTETS) - 1

export function encodeSketch(registers: Registers): string {
  const set = registers.reduce((count, rank) => count + (rank > 0 ? 1 : 0), 0)
  return set <= MOST_SPARSE ? `s${toBase64(sparse(registers, set))}` : `d${toBase64(dense(registers))}`
}

/** Null: the text is none of a sketch. */
export function decodeSketch(text: string): Registers | null {
  // What is longer than the longest one is not even looked at.
  if (text.length > 1 + (DENSE_OCTETS / 3) * 4) return null
  const octets = fromBase64(text.slice(1))
  if (octets === null) return null
  const registers = text.startsWith('s') ? fromSparse(octets) : text.startsWith('d') ? fromDense(octets) : null
  return registers !== null && encodeSketch(registers) === text ? registers : null
}

function sparse(registers: Registers, set: number): Uint8Array {
  const octets = new Uint8Array(set * SPARSE_OCTETS)
  let at = 0
  for (const [index, rank] of registers.entries()) {
    if (rank === 0) continue
    octets.set([index >>> 8, index & 255, rank], at)
    at += SPARSE_OCTETS
  }
  return octets
}

function fromSparse(octets: Uint8Array): Registers | null {
  if (octets.length % SPARSE_OCTETS !== 0) return null
  const registers = emptySketch()
  for (let at = 0; at < octets.length; at += SPARSE_OCTETS) {
    const [high = 0, low = 0, rank = 0] = octets.subarray(at, at + SPARSE_OCTETS)
    const index = high * 256 + low
    if (index >= SKETCH_REGISTERS || rank > GREATEST) return null
    registers[index] = rank
  }
  return registers
}

function dense(registers: Registers): Uint8Array {
  const octets = new Uint8Array(DENSE_OCTETS)
  for (let from = 0, to = 0; from < SKETCH_REGISTERS; from += 4, to += 3) {
    const [a = 0, b = 0, c = 0, d = 0] = registers.subarray(from, from + 4)
    octets[to] = (a << 2) | (b >>> 4)
    octets[to + 1] = ((b & 15) << 4) | (c >>> 2)
    octets[to + 2] = ((c & 3) << 6) | d
  }
  return octets
}

function fromDense(octets: Uint8Array): Registers | null {
  if (octets.length !== DENSE_OCTETS) return null
  const registers = emptySketch()
  for (let from = 0, to = 0; from < DENSE_OCTETS; from += 3, to += 4) {
    const [x = 0, y = 0, z = 0] = octets.subarray(from, from + 3)
    registers.set([x >>> 2, ((x & 3) << 4) | (y >>> 4), ((y & 15) << 2) | (z >>> 6), z & 63], to)
  }
  return registers.every((rank) => rank <= GREATEST) ? registers : null
}

/** Characters are made of so many octets at a time: an argument each. */
const AT_ONCE = 4096

function toBase64(octets: Uint8Array): string {
  let text = ''
  for (let at = 0; at < octets.length; at += AT_ONCE) text += String.fromCharCode(...octets.subarray(at, at + AT_ONCE))
  return btoa(text)
}

function fromBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  } catch {
    return null
  }
}
