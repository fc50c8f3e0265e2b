import type { ComponentType } from 'preact'
import type { PAGES } from '../contract/pages.ts'
import type { IconName } from './components/icons.tsx'

export interface PageProps {
  /** What the path says after the page's name, each part decoded: `/gateways/bus-1` has `['bus-1']`. */
  parts: readonly string[]
}

export type PageName = 'now' | (typeof PAGES)[number]

interface PageEntry {
  name: PageName
  href: string
  icon: IconName
  /** Pages come when they are asked for: what is first seen loads without them. */
  load: () => Promise<{ default: ComponentType<PageProps> }>
}

/** Every page, in the order in which the navigation names them. */
export const PAGE_LIST: readonly PageEntry[] = [
  { name: 'now', href: '/', icon: 'now', load: () => import('./pages/now/page.tsx') },
  { name: 'map', href: '/map', icon: 'map', load: () => import('./pages/map/page.tsx') },
  { name: 'routes', href: '/routes', icon: 'lines', load: () => import('./pages/routes/page.tsx') },
  { name: 'gateways', href: '/gateways', icon: 'bus', load: () => import('./pages/gateways/page.tsx') },
  { name: 'alerts', href: '/alerts', icon: 'alert', load: () => import('./pages/alerts/page.tsx') },
  { name: 'tickets', href: '/tickets', icon: 'ticket', load: () => import('./pages/tickets/page.tsx') },
  { name: 'reports', href: '/reports', icon: 'report', load: () => import('./pages/reports/page.tsx') },
  { name: 'settings', href: '/settings', icon: 'settings', load: () => import('./pages/settings/page.tsx') },
]

/** Which page a path is of; null: of none. */
export function pageOf(path: string): { page: PageEntry; parts: string[] } | null {
  const [first = '', ...rest] = path.split('/').filter(Boolean)
  const page = PAGE_LIST.find(({ href }) => href === `/${first}`)
  if (!page || (page.name === 'now' && rest.length > 0)) return null
  try {
    return { page, parts: rest.map(decodeURIComponent) }
  } catch {
    return null
  }
}
