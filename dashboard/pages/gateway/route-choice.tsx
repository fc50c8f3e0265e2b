import type { Signal } from '@preact/signals'
import { useDashboard } from '../../components/context.ts'
import { fieldOf } from './field.tsx'

/** A route of the city; '' stands for none. */
export function RouteChoice({ name, value, none }: { name: string; value: Signal<string>; none: string }) {
  const { city } = useDashboard()
  const routes = city.routes.value.filter(({ routeId }) => routeId !== null)
  return (
    <select
      class="field"
      value={value.value}
      onChange={(event) => {
        value.value = event.currentTarget.value
      }}
      {...fieldOf(name, false)}
    >
      <option value="">{none}</option>
      {/* A route that a newer feed no longer has. */}
      {value.value !== '' && routes.every(({ key }) => key !== value.value) && (
        <option value={value.value}>{value.value}</option>
      )}
      {routes.map(({ key, shortName, longName }) => (
        <option key={key} value={key}>
          {longName ? `${shortName} · ${longName}` : shortName}
        </option>
      ))}
    </select>
  )
}
