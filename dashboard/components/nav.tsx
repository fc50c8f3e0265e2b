import { PAGE_LIST, type PageName } from '../pages.ts'
import { useDashboard, useText } from './context.ts'
import { Icon } from './icons.tsx'

/** The pages, each a link: it can be opened in a tab of its own, and is reached by keyboard like any other. */
export function Nav({ current }: { current: PageName | null }) {
  const { language } = useDashboard()
  const text = useText()
  return (
    <nav class="nav" aria-label={text.nav} lang={language.code.value}>
      {PAGE_LIST.map(({ name, href, icon }) => (
        <a key={name} href={href} data-page aria-current={name === current ? 'page' : undefined}>
          <Icon name={icon} size={18} />
          <span>{text.pages[name]}</span>
        </a>
      ))}
    </nav>
  )
}
