import type { Me } from '../../contract/api.ts'
import { useDashboard, useText } from './context.ts'
import { Icon, WordMark } from './icons.tsx'
import { LanguageSwitch, ThemeSwitch } from './switches.tsx'

export function Header({ me }: { me: Me }) {
  const { session } = useDashboard()
  const text = useText()
  return (
    <header class="header">
      <h1>
        <WordMark />
      </h1>
      <AsOf />
      <div class="header-tools">
        <LanguageSwitch />
        <ThemeSwitch />
        <button
          type="button"
          class="tool"
          title={
            me.email === null ? text.header.signOut : `${text.header.signOut} · ${text.header.signedInAs(me.email)}`
          }
          onClick={() => void session.signOut()}
          data-sign-out
        >
          <Icon name="exit" size={18} />
          <span class="label-wide">{text.header.signOut}</span>
        </button>
      </div>
    </header>
  )
}

/** The time of the figures in the city, not the time of the reader's machine: a stream that stands still shows. */
function AsOf() {
  const { city, format, live } = useDashboard()
  const text = useText()
  const asOf = city.asOf.value
  if (asOf === null || city.timeZone.value === null) return <p class="as-of" />
  return (
    <p class="as-of" data-connection={live.connection.value}>
      <span class="pulse" aria-hidden="true" />
      {text.header.asOf}{' '}
      <time dateTime={new Date(asOf).toISOString()} data-as-of={new Date(asOf).toISOString()}>
        {format.value.timeWithSeconds(asOf)}
      </time>
      <span class="zone"> · {city.timeZone.value.split('/').at(-1)?.replaceAll('_', ' ')}</span>
    </p>
  )
}
