import type { AlertCause } from '../../contract/alerts.ts'
import type { Condition } from '../../contract/api.ts'

interface ConditionWords {
  is: Record<Condition['is'], string>
  causes: Record<AlertCause, string>
}

const es: ConditionWords = {
  is: {
    working: 'Funciona',
    problem: 'Con problema',
    late: 'Con retraso',
    'back-filling': 'Poniéndose al día',
    parked: 'Estacionado',
    missing: 'Sin reportes',
    'never-seen': 'Nunca ha reportado',
    'clock-suspect': 'Reloj dudoso',
  },
  causes: {
    power: 'sin corriente',
    'no-signal': 'sin señal móvil',
    'no-data': 'con señal, pero sin datos',
    'no-sim': 'sin tarjeta SIM',
    cable: 'cable de red suelto',
    'no-route': 'el enlace no tiene salida',
    dns: 'falla el DNS',
    'sim-used-up': 'datos de la SIM agotados',
    'mobile-operator': 'falla de la red móvil',
    portal: 'el portal no funciona',
    storage: 'disco lleno o dañado',
    enrolment: 'acceso revocado',
    'new-version': 'falla la versión nueva',
  },
}

const en: ConditionWords = {
  is: {
    working: 'Working',
    problem: 'Has a problem',
    late: 'Late',
    'back-filling': 'Catching up',
    parked: 'Parked',
    missing: 'Not reporting',
    'never-seen': 'Never reported',
    'clock-suspect': 'Clock in doubt',
  },
  causes: {
    power: 'no power',
    'no-signal': 'no mobile signal',
    'no-data': 'signal, but no data',
    'no-sim': 'no SIM card',
    cable: 'network cable loose',
    'no-route': 'the uplink leads nowhere',
    dns: 'DNS fails',
    'sim-used-up': 'SIM data used up',
    'mobile-operator': 'mobile network failure',
    portal: 'the portal does not work',
    storage: 'disk full or failing',
    enrolment: 'access revoked',
    'new-version': 'the new version fails',
  },
}

/** What gateways' conditions, and what is likely behind them, are called. */
export const words = { es, en }
