/** Whose part of the policy, or of the thresholds, is shown. `id` of the fleet: ''. */
export interface Place {
  scope: 'fleet' | 'route' | 'gateway'
  /** '' of a route or gateway: none is chosen yet. */
  id: string
}

const FOLDERS = { routes: 'route', gateways: 'gateway' } as const

/** From the path behind the section's own. */
export function placeOf([folder = '', id = '']: readonly string[]): Place {
  const scope = Object.hasOwn(FOLDERS, folder) ? FOLDERS[folder as keyof typeof FOLDERS] : null
  return scope === null ? { scope: 'fleet', id: '' } : { scope, id }
}

/** `section`: such as `/settings/policy`. */
export function addressOf(section: string, { scope, id }: Place): string {
  if (scope === 'fleet') return section
  return `${section}/${scope}s${id === '' ? '' : `/${encodeURIComponent(id)}`}`
}
