import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import { en } from '../i18n/en.ts'
import { type Catalogue, es } from '../i18n/es.ts'
import { LANGUAGES, type LanguageCode } from '../view-state.ts'
import type { Store } from './store.ts'

export interface LanguageModel {
  code: ReadonlySignal<LanguageCode>
  text: ReadonlySignal<Catalogue>
  choose(code: LanguageCode): void
}

/** The address's language, else the one chosen before, else the browser's, else Spanish. */
export function createLanguage(
  fromAddress: LanguageCode | null,
  store: Store,
  browser: readonly string[],
  root: HTMLElement,
): LanguageModel {
  const stored = LANGUAGES.find((code) => code === store.read('lang'))
  const preferred = browser.map((tag) => LANGUAGES.find((code) => tag.toLowerCase().startsWith(code))).find(Boolean)
  const code = signal<LanguageCode>(fromAddress ?? stored ?? preferred ?? 'es')
  const text = computed(() => ({ es, en })[code.value])
  effect(() => {
    root.lang = code.value
  })
  return {
    code,
    text,
    choose: (chosen) => {
      code.value = chosen
      store.write('lang', chosen)
    },
  }
}
