import type { ComponentType } from 'preact'
import type { Role } from '../../../contract/api.ts'

export interface SectionProps {
  role: Role
  /** What the path says after the section's name. */
  parts: readonly string[]
}

export const SECTION_NAMES = [
  'policy',
  'terms',
  'alerts',
  'channels',
  'feeds',
  'releases',
  'certificate',
  'data',
  'report',
  'sharing',
  'users',
  'tokens',
  'audit',
  'account',
] as const
export type SectionName = (typeof SECTION_NAMES)[number]

interface SectionEntry {
  name: SectionName
  /** Who may read it. */
  roles: readonly Role[]
  load: () => Promise<{ default: ComponentType<SectionProps> }>
}

const EVERYONE = ['admin', 'operator', 'official'] as const

/** Every section, in the order in which they are named. Each comes when it is asked for. */
export const SECTIONS: readonly SectionEntry[] = [
  { name: 'policy', roles: EVERYONE, load: () => import('./policy/section.tsx') },
  { name: 'terms', roles: EVERYONE, load: () => import('./terms/section.tsx') },
  { name: 'alerts', roles: EVERYONE, load: () => import('./thresholds/section.tsx') },
  { name: 'channels', roles: ['admin', 'operator'], load: () => import('./channels/section.tsx') },
  { name: 'feeds', roles: EVERYONE, load: () => import('./feeds/section.tsx') },
  { name: 'releases', roles: ['admin', 'operator'], load: () => import('./releases/section.tsx') },
  { name: 'certificate', roles: ['admin', 'operator'], load: () => import('./certificate/section.tsx') },
  { name: 'data', roles: EVERYONE, load: () => import('./data/section.tsx') },
  { name: 'report', roles: EVERYONE, load: () => import('./report/section.tsx') },
  { name: 'sharing', roles: EVERYONE, load: () => import('./sharing/section.tsx') },
  { name: 'users', roles: ['admin'], load: () => import('./users/section.tsx') },
  { name: 'tokens', roles: ['admin', 'operator'], load: () => import('./tokens/section.tsx') },
  { name: 'audit', roles: ['admin'], load: () => import('./audit/section.tsx') },
  { name: 'account', roles: EVERYONE, load: () => import('./account/section.tsx') },
]
