import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Gateway } from '../../contract/api.ts'
import { rowsInSight } from '../models/gateway-list.ts'
import { useText } from './context.ts'
import { GatewayRow } from './gateway-row.tsx'

/** Up to this many rows are all drawn: find-in-page and screen readers get the whole list. */
const WINDOWED_ABOVE = 200

/** The table of gateways. Of a long one only the rows in sight exist; two empty rows keep the page's height. */
export function GatewayRows({ rows }: { rows: readonly Gateway[] }) {
  const text = useText()
  const body = useRef<HTMLTableSectionElement>(null)
  const sight = useSignal({ first: 0, last: 30, height: 56 })
  const windowed = rows.length > WINDOWED_ABOVE

  useEffect(() => {
    if (!windowed) return
    const look = () => {
      const element = body.current
      if (!element) return
      const height = element.querySelector('[data-gateway]')?.getBoundingClientRect().height || sight.value.height
      const scrolled = -element.getBoundingClientRect().top
      const { first, last } = rowsInSight(scrolled, window.innerHeight, height, rows.length)
      if (first !== sight.value.first || last !== sight.value.last || height !== sight.value.height) {
        sight.value = { first, last, height }
      }
    }
    look()
    window.addEventListener('scroll', look, { passive: true })
    window.addEventListener('resize', look)
    return () => {
      window.removeEventListener('scroll', look)
      window.removeEventListener('resize', look)
    }
  }, [windowed, rows, sight])

  const { first, last, height } = windowed ? sight.value : { first: 0, last: rows.length, height: 0 }
  const drawn = rows.slice(first, last)
  const { columns } = text.gateways
  // All rows are of one height, with notices or without.
  const tall = rows.some(({ notices, condition }) => notices.length > 0 || condition.cause !== null)
  return (
    <table class={tall ? 'gateway-table with-notices' : 'gateway-table'} aria-rowcount={rows.length + 1}>
      <thead>
        <tr>
          <th scope="col">{columns.gateway}</th>
          <th scope="col">{columns.route}</th>
          <th scope="col">{columns.state}</th>
          <th scope="col" class="number">
            {columns.riders}
          </th>
          <th scope="col" class="number">
            {columns.lastReport}
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {first > 0 && <Space height={first * height} />}
        {drawn.map((gateway, i) => (
          <GatewayRow key={gateway.id} gateway={gateway} rowIndex={first + i + 2} />
        ))}
        {last < rows.length && <Space height={(rows.length - last) * height} />}
      </tbody>
    </table>
  )
}

function Space({ height }: { height: number }) {
  return (
    <tr class="space">
      <td colSpan={5} style={{ height: `${height}px` }} />
    </tr>
  )
}
