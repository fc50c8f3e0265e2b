import { useText } from '../../components/context.ts'

export default function MapPage() {
  return (
    <section class="panel">
      <h2>{useText().pages.map}</h2>
    </section>
  )
}
