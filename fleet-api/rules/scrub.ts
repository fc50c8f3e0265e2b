/**
 * What must not stand in a log, as patterns: addresses of people and of devices, and secrets. They are the second net: the lines are
 * made of fields that hold none of it, but an error's message may quote whatever came in.
 */
const PERSONAL: [RegExp, string][] = [
  [/[^\s@<>"'(),;:=]+@[^\s@<>"'(),;:=]+/g, '[e-mail]'],
  [/abordo_[a-z]+_[A-Za-z0-9_-]+/g, '[token]'],
  [/\bBearer\s+\S+/gi, 'Bearer [token]'],
  [/\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b/gi, '[code]'],
  [/(?<![\w.])\d{1,3}(?:[.-]\d{1,3}){3}(?![\w])/g, '[address]'],
  [/\b[0-9a-f]{2}(?:([:._-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}\b/gi, '[address]'],
  [/\b[0-9a-f]{4}(?:[.-][0-9a-f]{4}){2}\b/gi, '[address]'],
  // IPv6 has seven colons or one double one; a time of day has neither.
  [/(?<![0-9a-f:])(?=[0-9a-f:]*::|(?:[0-9a-f]{1,4}:){7})[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}/gi, '[address]'],
]

/** A text without e-mail addresses, IP and MAC addresses, tokens and codes. */
export function scrub(text: string): string {
  return PERSONAL.reduce((left, [pattern, instead]) => left.replace(pattern, instead), text)
}

/**
 * A request id that came with the request, where it is short, plain, and nothing that a person or a device could be known by; else
 * null. Twelve hexadecimal digits are a MAC address without its colons.
 */
export function harmlessId(given: string | undefined): string | null {
  if (given === undefined || !/^[A-Za-z0-9._-]{1,40}$/.test(given)) return null
  return scrub(given) === given && !/^[0-9a-f]{12}$/i.test(given) ? given : null
}
