import type { Signal } from '@preact/signals'
import type { Policy } from '../../../../contract/policy.ts'
import type { LanguageCode } from '../../../view-state.ts'

export interface PreviewOptions {
  page: 'welcome' | 'status' | 'terms'
  language: LanguageCode
  look: 'light' | 'dark'
}

/** What `deploy/rider-pages.ts` makes of the portal's own pages: the dashboard may import nothing of the portal. */
export interface RiderPages {
  riderPage(policy: Policy, options: PreviewOptions): Promise<string>
  shownColours(color: string): { light: string; dark: string }
}

const ADDRESS = '/rider-pages.js'

/** The portal's pages, once they are here. */
export async function loadRiderPages(into: Signal<RiderPages | 'failed' | null>): Promise<void> {
  try {
    into.value = (await import(/* @vite-ignore */ ADDRESS)) as RiderPages
  } catch {
    into.value = 'failed'
  }
}
