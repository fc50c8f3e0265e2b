/** Octets of a file, the last one included. */
export interface OctetRange {
  first: number
  last: number
}

/**
 * What a Range header asks for (RFC 9110, section 14): one range of octets. 'whole': there is none that is understood, or there are several, so
 * all is sent; 'outside': it lies behind the end.
 */
export function rangeOf(header: string | undefined, octets: number): OctetRange | 'whole' | 'outside' {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return 'whole'
  if (first === '') {
    const suffix = Number(last)
    return suffix === 0 ? 'outside' : { first: Math.max(0, octets - suffix), last: octets - 1 }
  }
  const [from, to] = [Number(first), last === '' ? octets - 1 : Number(last)]
  // Section 14.1.1: one that ends before it begins is not valid, so it is as if it were not there.
  if (last !== '' && to < from) return 'whole'
  return from >= octets ? 'outside' : { first: from, last: Math.min(to, octets - 1) }
}
