// RFC 3986, section 3.2.2, less what no name on the internet uses (percent-encoding, sub-delims).
const HOST = /^([a-z0-9._-]*|\[[0-9a-f:.]+\])(?::\d{0,5})?$/

/**
 * The name in a Host header or an authority: lower case, without its port and without the dot of a fully qualified name.
 * Empty where the client sent an empty one, null where it sent what is none.
 */
export function hostName(authority: string): string | null {
  const match = HOST.exec(authority.toLowerCase())
  if (!match) return null
  const name = match[1] ?? ''
  return name.endsWith('.') ? name.slice(0, -1) : name
}
