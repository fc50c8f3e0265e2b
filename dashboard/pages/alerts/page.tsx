import { useText } from '../../components/context.ts'

export default function AlertsPage() {
  return (
    <section class="panel">
      <h2>{useText().pages.alerts}</h2>
    </section>
  )
}
