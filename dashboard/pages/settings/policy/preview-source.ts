import type { Policy } from '../../../../contract/policy.ts'
import type { LanguageCode } from '../../../view-state.ts'

export interface PreviewOptions {
  page: 'welcome' | 'status'
  language: LanguageCode
  look: 'light' | 'dark'
}

/** What `deploy/rider-pages.ts` makes of the portal's own pages: the dashboard may import nothing of the portal. */
export interface RiderPages {
  riderPage(policy: Policy, options: PreviewOptions): Promise<string>
  shownColours(color: string): { light: string; dark: string }
}

const ADDRESS = '/rider-pages.js'

/** The portal's pages, once they are asked for. */
export function loadRiderPages(): Promise<RiderPages> {
  return import(/* @vite-ignore */ ADDRESS) as Promise<RiderPages>
}
