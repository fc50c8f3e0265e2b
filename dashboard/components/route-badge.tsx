import { useText } from './context.ts'

interface Badged {
  routeId: string | null
  shortName: string
  color: string
  textColor: string
}

/** A route's short name in the colours that riders know from the bus itself. */
export function RouteBadge({ route, large = false }: { route: Badged; large?: boolean }) {
  const text = useText()
  return (
    <span
      class={large ? 'badge badge-large' : 'badge'}
      style={{ backgroundColor: route.color, color: route.textColor }}
    >
      {route.routeId === null ? text.routes.unknownShort : route.shortName}
    </span>
  )
}
