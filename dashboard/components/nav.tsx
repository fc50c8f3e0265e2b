import { useEffect, useRef } from 'preact/hooks'
import { PAGE_LIST, type PageName } from '../pages.ts'
import { useDashboard, useText } from './context.ts'
import { Icon } from './icons.tsx'
import { bringIntoSight } from './in-sight.ts'

/** How many alerts nobody looks after yet; none: nothing. */
function OpenAlerts() {
  const { city, format } = useDashboard()
  const text = useText()
  const count = city.alerts.value?.unacknowledged ?? 0
  if (count === 0) return null
  return (
    <b class="nav-count" data-nav-alerts={count}>
      <span aria-hidden="true">{format.value.whole(count)}</span>
      <span class="hidden">{text.alertsFree(count, format.value.whole(count))}</span>
    </b>
  )
}

/** The pages, each a link: it can be opened in a tab of its own, and is reached by keyboard like any other. */
export function Nav({ current }: { current: PageName | null }) {
  const { city, language } = useDashboard()
  const text = useText()
  const nav = useRef<HTMLElement>(null)
  const unacknowledged = city.alerts.value?.unacknowledged
  // On a phone not all of them fit. The number of alerts and the language move them.
  useEffect(() => bringIntoSight(nav.current), [current, unacknowledged, language.code.value])
  return (
    <nav ref={nav} class="nav" aria-label={text.nav} lang={language.code.value}>
      {PAGE_LIST.map(({ name, href, icon }) => (
        <a key={name} href={href} data-page aria-current={name === current ? 'page' : undefined}>
          <Icon name={icon} size={18} />
          <span>{text.pages[name]}</span>
          {name === 'alerts' && <OpenAlerts />}
        </a>
      ))}
    </nav>
  )
}
