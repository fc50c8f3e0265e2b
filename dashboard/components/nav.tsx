import { useEffect, useRef } from 'preact/hooks'
import { PAGE_LIST, type PageName } from '../pages.ts'
import { useDashboard, useText } from './context.ts'
import { Icon } from './icons.tsx'

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
  const { language } = useDashboard()
  const text = useText()
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    // On a phone not all of them fit: the page that is open is brought into sight.
    const open = nav.current?.querySelector<HTMLElement>('[aria-current]')
    if (nav.current && open) nav.current.scrollLeft = open.offsetLeft - (nav.current.clientWidth - open.clientWidth) / 2
  }, [current])
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
