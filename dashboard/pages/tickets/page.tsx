import { useText } from '../../components/context.ts'

export default function TicketsPage() {
  return (
    <section class="panel">
      <h2>{useText().pages.tickets}</h2>
    </section>
  )
}
