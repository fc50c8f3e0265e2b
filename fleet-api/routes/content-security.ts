import type { MiddlewareHandler } from 'hono'
import type { MapSettings } from '../../contract/map-settings.ts'
import { fleetSetting } from '../fleet-settings.ts'
import type { FleetDeps, FleetEnv } from './context.ts'

/** What is made to be shown within other sites' pages; nothing else may be. */
export const EMBED = '/embed/'

/**
 * What the fleet's answers may load and do in a browser: what comes from the fleet itself. The dashboard's pages may fetch the map's
 * ground too, from the one host that an admin has set.
 */
export function contentSecurity(deps: Pick<FleetDeps, 'db' | 'log'>): MiddlewareHandler<FleetEnv> {
  return async (c, next) => {
    await next()
    const isPage = c.res.headers.get('Content-Type')?.startsWith('text/html') && !c.req.path.startsWith('/api/')
    const origin = isPage ? await mapOrigin(deps) : null
    c.header('Content-Security-Policy', policyFor(origin, c.req.path.startsWith(EMBED)))
  }
}

/** The header's text. `origin`: of the map's ground; null: it has none, or the fleet serves it. `framed`: other sites may show it within theirs. */
export function policyFor(origin: string | null, framed = false): string {
  const own = origin === null ? "'self'" : `'self' ${origin}`
  return [
    "default-src 'self'",
    `img-src ${own} data:`,
    `connect-src ${own}`,
    "style-src 'self' 'unsafe-inline'",
    framed ? 'frame-ancestors *' : "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join('; ')
}

/** The host that a map's ground comes from, as the header names it: `https://tiles.example.mx`. Null: none but the fleet itself. */
export function originOf(map: MapSettings): string | null {
  if (map.kind === 'none' || map.url.startsWith('/')) return null
  // `{s}` stands for a part of the host's name.
  const url = map.url.replace('{s}', '*')
  const origin = URL.canParse(url) ? new URL(url).origin : ''
  // A host's name may hold signs that end a directive.
  return /^https?:\/\/(\*\.)?[\w.-]+(:\d+)?$/.test(origin) ? origin : null
}

/** A page is served while the database cannot answer, too: it says so better than we could. */
async function mapOrigin({ db, log }: Pick<FleetDeps, 'db' | 'log'>): Promise<string | null> {
  try {
    return originOf(await fleetSetting(db, 'map'))
  } catch (error) {
    log('the setting of the map could not be read', error)
    return null
  }
}
