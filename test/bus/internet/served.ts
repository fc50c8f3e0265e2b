/** What the internet host has served of one path under one Host. */
export interface Served {
  host: string
  path: string
  requests: number
  /** Octets of request bodies that it took. */
  receivedOctets: number
  /** Octets of response bodies, and of whole responses with their heads, that it handed to the kernel. */
  bodyOctets: number
  responseOctets: number
}

const served = new Map<string, Served>()

export function servedOf(host: string, path: string): Served {
  const key = `${host} ${path}`
  const known = served.get(key)
  if (known !== undefined) return known
  const fresh: Served = { host, path, requests: 0, receivedOctets: 0, bodyOctets: 0, responseOctets: 0 }
  served.set(key, fresh)
  return fresh
}

export function servedList(): Served[] {
  return [...served.values()]
}

export function servedReset(): void {
  served.clear()
}
