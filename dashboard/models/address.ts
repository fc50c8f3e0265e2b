import { computed, type ReadonlySignal, signal } from '@preact/signals'

export interface AddressModel {
  path: ReadonlySignal<string>
  /** With its `?`; empty: none. */
  query: ReadonlySignal<string>
  /** Reads one parameter of the query. */
  param(name: string): string | null
  /** Goes to another page, as a link does; `replace`: without a step back to this one. */
  go(href: string, options?: { replace?: boolean }): void
  /** Changes parameters of the query in place; null takes one away. */
  set(changes: Record<string, string | null>): void
  /** Asks before the page is left while this returns true, such as a form with changes; returns what calls it off. */
  guard(mustAsk: () => boolean): () => void
  start(): void
}

/** Where the reader is: it lives in the address, so that a view can be sent to somebody else and the browser's back button works. */
export function createAddress(window: Window, question: () => string): AddressModel {
  const { location, history, document } = window
  const here = signal({ path: location.pathname, query: location.search })
  const guards = new Set<() => boolean>()
  const mayLeave = () => ![...guards].some((mustAsk) => mustAsk()) || window.confirm(question())
  let known = location.href
  const read = () => {
    known = location.href
    here.value = { path: location.pathname, query: location.search }
  }

  function go(href: string, { replace = false }: { replace?: boolean } = {}): void {
    const to = new URL(href, location.href)
    const isOtherPage = to.pathname !== location.pathname
    if (isOtherPage && !mayLeave()) return
    history[replace ? 'replaceState' : 'pushState'](null, '', `${to.pathname}${to.search}${to.hash}`)
    read()
    if (isOtherPage) window.scrollTo(0, 0)
  }

  /** A link within the dashboard changes the page without loading it anew; all others, and clicks that ask for a new tab, are the browser's. */
  function follow(event: MouseEvent): void {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-page]') : null
    if (link?.target !== '') return
    event.preventDefault()
    go(link.href)
  }

  return {
    path: computed(() => here.value.path),
    query: computed(() => here.value.query),
    param: (name) => new URLSearchParams(here.value.query).get(name),
    go,
    set: (changes) => {
      const params = new URLSearchParams(location.search)
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) params.delete(name)
        else params.set(name, value)
      }
      const query = params.size === 0 ? '' : `?${params}`
      if (query === location.search) return
      history.replaceState(null, '', `${location.pathname}${query}${location.hash}`)
      read()
    },
    guard: (mustAsk) => {
      guards.add(mustAsk)
      return () => guards.delete(mustAsk)
    },
    start: () => {
      document.addEventListener('click', follow)
      window.addEventListener('popstate', () => {
        if (location.pathname !== here.value.path && !mayLeave()) history.pushState(null, '', known)
        read()
      })
      window.addEventListener('beforeunload', (event) => {
        if ([...guards].some((mustAsk) => mustAsk())) event.preventDefault()
      })
    },
  }
}
