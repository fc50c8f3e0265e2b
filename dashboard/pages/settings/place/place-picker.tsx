import { useSignal } from '@preact/signals'
import { useDashboard, useWords } from '../../../components/context.ts'
import { Segments } from '../../../components/segments.tsx'
import { addressOf, type Place } from './place.ts'
import { words } from './words.ts'
import './place.css'

interface Part {
  id: string
  fields: object
}

interface PickerProps {
  /** The section's address. */
  section: string
  place: Place
  /** Those that ask for something of their own. */
  layers: { routes: readonly Part[]; gateways: readonly Part[] }
}

/** For whom the section is shown: the fleet, a route or a gateway. Each has an address of its own. */
export function PlacePicker({ section, place, layers }: PickerProps) {
  const { address } = useDashboard()
  const text = useWords(words)
  return (
    <div class="place">
      <Segments
        name="place"
        label={text.for}
        value={place.scope}
        options={(['fleet', 'route', 'gateway'] as const).map((value) => ({ value, label: text.scopes[value] }))}
        onChoose={(scope) => address.go(addressOf(section, { scope, id: '' }))}
      />
      {place.scope === 'route' && <RouteChoice section={section} id={place.id} />}
      {place.scope === 'gateway' && <GatewayChoice key={place.id} section={section} id={place.id} />}
      {place.scope !== 'fleet' && place.id === '' && <WithOwn section={section} place={place} layers={layers} />}
    </div>
  )
}

function RouteChoice({ section, id }: { section: string; id: string }) {
  const { address, city } = useDashboard()
  const text = useWords(words)
  return (
    <label class="place-choice">
      <span class="hidden">{text.chooseRoute}</span>
      <select
        class="field"
        value={id}
        data-place="route"
        onChange={(event) => {
          address.go(addressOf(section, { scope: 'route', id: event.currentTarget.value }))
          // Where the reader stays with unsaved changes, so does the choice.
          event.currentTarget.value = id
        }}
      >
        <option value="">{text.choose}</option>
        {city.routes.value
          .filter((route) => route.routeId !== null)
          .map((route) => (
            <option key={route.key} value={route.key}>
              {route.shortName} · {route.longName}
            </option>
          ))}
      </select>
    </label>
  )
}

function GatewayChoice({ section, id }: { section: string; id: string }) {
  const { address, gateways } = useDashboard()
  const text = useWords(words)
  const typed = useSignal(id)
  const all = gateways.all.value ?? []
  const choose = (value: string) => {
    typed.value = value
    const found = all.find((one) => one.id === value || one.label === value)
    if (found && found.id !== id) address.go(addressOf(section, { scope: 'gateway', id: found.id }))
  }
  return (
    <label class="place-choice">
      <span class="hidden">{text.chooseGateway}</span>
      <input
        class="field"
        list="place-gateways"
        autocomplete="off"
        placeholder={text.search}
        value={typed.value}
        data-place="gateway"
        onChange={(event) => choose(event.currentTarget.value)}
      />
      <datalist id="place-gateways">
        {all.map(({ id: one, label }) => (
          <option key={one} value={one}>
            {label}
          </option>
        ))}
      </datalist>
    </label>
  )
}

/** Those that ask for something of their own already. */
function WithOwn({ section, place, layers }: PickerProps) {
  const { city } = useDashboard()
  const text = useWords(words)
  const parts = place.scope === 'route' ? layers.routes : layers.gateways
  const nameOf = (id: string) => {
    const route = place.scope === 'route' ? city.byKey.value.get(id) : undefined
    return route ? `${route.shortName} · ${route.longName}` : id
  }
  return (
    <div class="place-own">
      <h3>{text.withOwn}</h3>
      {parts.length === 0 && <p class="muted">{text.noneWithOwn}</p>}
      <ul>
        {parts.map(({ id, fields }) => (
          <li key={id}>
            <a href={addressOf(section, { scope: place.scope, id })} data-page>
              {nameOf(id)}
            </a>
            <span class="muted small">{text.ownCount(Object.keys(fields).length)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
