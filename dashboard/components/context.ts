import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Catalogue } from '../i18n/es.ts'
import type { Dashboard } from '../models/dashboard.ts'
import type { LanguageCode } from '../view-state.ts'

export const DashboardContext = createContext<Dashboard | null>(null)

/** The page's models. */
export function useDashboard(): Dashboard {
  const dashboard = useContext(DashboardContext)
  if (!dashboard) throw new Error('rendered outside DashboardContext')
  return dashboard
}

/** The words of the page in the reader's language. */
export function useText(): Catalogue {
  return useDashboard().language.text.value
}

/** The words of one page, which come with it: `words` has them in each language. */
export function useWords<Words>(words: Record<LanguageCode, Words>): Words {
  return words[useDashboard().language.code.value]
}
