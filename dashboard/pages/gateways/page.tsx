import { GatewaysPanel } from '../../components/gateways-panel.tsx'

/** Every gateway. */
export default function GatewaysPage() {
  return <GatewaysPanel />
}
