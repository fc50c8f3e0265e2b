/** tar's block. */
export const BLOCK = 512
/** All that a release may unpack to. */
export const MOST_UNPACKED_OCTETS = 400_000_000
export const MOST_ENTRIES = 5000

const SEGMENT = /^[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*$/
const LONGEST = 250

/** Whether a path of an archive stays below the folder that it is unpacked into, and is one that our releases are made of. */
export function isPlainPath(path: string): boolean {
  return path.length <= LONGEST && path.split('/').every((segment) => SEGMENT.test(segment))
}

/** The checksum of a header: the sum of its octets, its own place taken as spaces. */
export function checksumOf(header: Buffer): number {
  let sum = 0
  for (let at = 0; at < BLOCK; at += 1) sum += at >= 148 && at < 156 ? 32 : (header[at] ?? 0)
  return sum
}
