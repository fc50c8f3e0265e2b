/** Whose part of the policy is shown. `id` of the fleet: ''. */
export interface Place {
  scope: 'fleet' | 'route' | 'gateway'
  /** '' of a route or gateway: none is chosen yet. */
  id: string
}

const FOLDERS = { routes: 'route', gateways: 'gateway' } as const

/** From the path behind `/settings/policy`. */
export function placeOf([folder = '', id = '']: readonly string[]): Place {
  const scope = Object.hasOwn(FOLDERS, folder) ? FOLDERS[folder as keyof typeof FOLDERS] : null
  return scope === null ? { scope: 'fleet', id: '' } : { scope, id }
}

export function addressOf({ scope, id }: Place): string {
  if (scope === 'fleet') return '/settings/policy'
  return `/settings/policy/${scope}s${id === '' ? '' : `/${encodeURIComponent(id)}`}`
}
