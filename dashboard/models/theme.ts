import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import type { Store } from './store.ts'

export const THEMES = ['auto', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** The panel colours of style/tokens.css, on which the chart's lines have to be readable; a test holds them equal. */
export const GROUNDS = { light: '#ffffff', dark: '#14212b' } as const

export interface ThemeModel {
  chosen: ReadonlySignal<Theme>
  effective: ReadonlySignal<'light' | 'dark'>
  next(): void
}

/** The theme: the system's, until the reader chooses. public/boot.js applies the stored choice before the first paint. */
export function createTheme(store: Store, systemIsDark: MediaQueryList, root: HTMLElement): ThemeModel {
  const stored = store.read('theme')
  const chosen = signal<Theme>(THEMES.find((theme) => theme === stored) ?? 'auto')
  const dark = signal(systemIsDark.matches)
  systemIsDark.addEventListener('change', (event) => {
    dark.value = event.matches
  })
  const effective = computed(() => (chosen.value === 'auto' ? (dark.value ? 'dark' : 'light') : chosen.value))
  effect(() => {
    if (chosen.value === 'auto') delete root.dataset.theme
    else root.dataset.theme = chosen.value
    store.write('theme', chosen.value)
  })
  return {
    chosen,
    effective,
    next: () => {
      chosen.value = THEMES[(THEMES.indexOf(chosen.value) + 1) % THEMES.length] ?? 'auto'
    },
  }
}
